import type { Rule } from "../rule";
import { commandEngine, engineReached } from "./engine";
import { imageById, imageTag } from "./images";
import { databaseProtected, databaseRetained, lifecycleRules } from "./lifecycle";
import { limitRules } from "./limits";
import { mountRules, volumeOfHost } from "./mounts";
import { databaseNetwork, networkRules } from "./networks";
import { portRules } from "./ports";
import { rightsRules } from "./rights";
import { noSecretBuildArgs, noSecretCommand, noSecretEnv } from "./secrets";

/** Every rule, in the order of README.md's table. */
export const rules: Rule[] = [
  noSecretEnv,
  noSecretBuildArgs,
  noSecretCommand,
  ...portRules,
  ...networkRules,
  databaseNetwork,
  ...rightsRules,
  ...mountRules,
  volumeOfHost,
  ...limitRules,
  imageById,
  imageTag,
  ...lifecycleRules,
  databaseRetained,
  databaseProtected,
  engineReached,
  commandEngine,
];
