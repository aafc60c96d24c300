import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import { dialectOf } from "../database/client/target";
import type { ProductName } from "../database/product/product";
import { dockerWord } from "../engine/docker-word";
import { engineEnvironment } from "../engine/environment";
import type { Pinned } from "../image/answers";
import { newEngineVariable, rememberEngine } from "../engine/identity";
import { missingPaths } from "../engine/host-paths";
import { problemList } from "../engine/problem-list";
import { knownToState } from "../engine/known-to-state";
import { lockUpdate } from "../lock/update";
import type { Sources } from "../engine/registries";
import { pinImages } from "../image/pin";
import type { StackOnEngine } from "../engine/stack-on-engine";
import { readMigrations } from "../migration/files";
import { lookAtHost } from "./host";
import { stateProblems, type StateAsker } from "./preflight-state";
import { UserError } from "../engine/user-error";
import { theWorld, type World } from "../engine/world";

/** What {@link preflight} looks at. */
export interface PreflightArgs {
  /** Address of the Docker engine. */
  endpoint: string;
  /** Folder with certificates, for an engine at tcp://. */
  certificates?: string;
  system: string;
  stack: string;
  /** Ports of the host that the stack publishes, by the key of the stack file that chooses each. */
  ports: Record<string, number>;
  /**
   * Folders and files of the host that containers mount, by the key of the stack file that names each. Default none. Not looked at on an
   * engine at tcp://, which says no word about its files: there a candidate fails instead.
   */
  paths?: Record<string, string>;
  /** Images that the system takes, and where from: each must exist before anything changes. Default none. */
  images?: Sources & { names: readonly string[] };
  /** Folders of SQL files that must be in order; with the database's product their SQL is looked at too. */
  migrations: (string | { folder: string; product: ProductName })[];
  /** Free space that must be left where the engine keeps its data, in MiB. Default 2048. */
  minFreeMiB?: number;
  /** Clock and environment of the update. Default: those of this machine. */
  world?: World;
}

/**
 * Looks at the SQL files and at the host before anything changes, in previews too: does the engine answer, are the ports free, are the
 * images there, is there space, is the engine that of this state, is no other command changing the stack. A port that this very stack
 * holds is free. An update then holds the stack's lock until the program ends; a preview only says whose it is.
 *
 * @returns the images, pinned to what their tags stand for now, by their names as given
 * @throws UserError naming everything that is in the way; nothing has been changed then
 */
export async function preflight(args: PreflightArgs): Promise<Record<string, Pinned>> {
  const on = stackOf(args);
  const { endpoint, ports, paths = {}, minFreeMiB = 2048, world = theWorld } = args;
  const [host, known, images] = await Promise.all([
    lookAtHost({ ...on, ports, minFreeMiB }),
    knownToState(),
    pinImages({ ...(args.images ?? { names: [] }), environment: on.environment, prefix: prefixOf(on) }),
  ]);
  const engine = host.seen?.engine;
  if (engine) rememberEngine(endpoint, engine);
  const problems: Problem[] = [
    ...args.migrations.flatMap((one) => mistakesIn(one).map((what) => ({ what }))),
    ...host.problems,
    ...(engine ? await missingPaths(endpoint, paths) : []),
    ...(host.seen ? stateProblems(host.seen, known, askerOf(args, world)) : []),
    ...images.problems,
  ];
  for (const warning of images.warnings) await pulumi.log.warn(warning);
  // Last: until here nothing at all was made on the engine.
  if (problems.length === 0 && engine) problems.push(...(await lockUpdate(on, world)));
  if (problems.length === 0) return images.pins;
  throw new UserError(problemList(say().preflight.cannotStart, problems));
}

function mistakesIn(migrations: PreflightArgs["migrations"][number]): string[] {
  if (typeof migrations === "string") return readMigrations(migrations).mistakes;
  return readMigrations(migrations.folder, dialectOf(migrations).language).mistakes;
}

function stackOf({ endpoint, certificates, system, stack }: PreflightArgs): StackOnEngine {
  return { environment: engineEnvironment(endpoint, certificates), system, stack };
}

const prefixOf = ({ system, stack }: StackOnEngine) => `${system}-${stack}`;

function askerOf(args: PreflightArgs, world: World): StateAsker {
  const command = dockerWord(stackOf(args).environment);
  return { ...args, command, newEngine: world.variable(newEngineVariable) };
}
