import { engineJob } from "../../engine/engine-job";
import { trial } from "./trial";
import type { TrialJob } from "./job";

engineJob<TrialJob>(trial);
