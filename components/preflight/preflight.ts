import { local } from "@pulumi/command";
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
import { readMigrations } from "../migration/files";
import { parseSeen, stateProblems } from "./preflight-state";
import { commandOf } from "../engine/script";
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
  const [host, state, images] = await Promise.all([hostProblems(args), ofState(args), pins(args)]);
  const { endpoint, paths = {}, world = theWorld } = args;
  const problems: Problem[] = [
    ...args.migrations.flatMap((one) => mistakesIn(one).map((what) => ({ what }))),
    ...host,
    ...(state.isReached ? await missingPaths(endpoint, paths) : []),
    ...state.problems,
    ...images.problems,
  ];
  for (const warning of images.warnings) await pulumi.log.warn(warning);
  // Last: until here nothing at all was made on the engine.
  if (problems.length === 0 && state.isReached)
    problems.push(...(await lockUpdate(environmentOf(args), world)));
  if (problems.length === 0) return images.pins;
  throw new UserError(problemList(say().preflight.cannotStart, problems));
}

function mistakesIn(migrations: PreflightArgs["migrations"][number]): string[] {
  if (typeof migrations === "string") return readMigrations(migrations).mistakes;
  return readMigrations(migrations.folder, dialectOf(migrations).language).mistakes;
}

function pins({ images = { names: [] }, endpoint, certificates, system, stack }: PreflightArgs) {
  const environment = engineEnvironment(endpoint, certificates);
  return pinImages({ ...images, environment, prefix: `${system}-${stack}` });
}

async function hostProblems(args: PreflightArgs): Promise<Problem[]> {
  const lines = await ask(args, "preflight.sh", {
    PORTS: Object.entries(args.ports)
      .map(([key, port]) => `${port} ${key}`)
      .join("\n"),
    MIN_FREE_MIB: String(args.minFreeMiB ?? 2048),
  });
  return problemsOf(lines);
}

/** The script prints what is wrong, and below it what to do. */
function problemsOf(lines: string[]): Problem[] {
  const begins = lines.flatMap((line, at) => (/^fix: /.test(line) ? [] : [at]));
  return begins.map((at, nth) => ({
    what: lines[at] ?? "",
    fix: lines.slice(at + 1, begins[nth + 1]).map((line) => line.replace("fix: ", "")),
  }));
}

/** Whether this state and this engine belong together. */
async function ofState(args: PreflightArgs): Promise<{ problems: Problem[]; isReached: boolean }> {
  const [lines, state] = await Promise.all([ask(args, "preflight-state.sh", {}), knownToState()]);
  const seen = parseSeen(lines.join("\n"));
  if (seen.engine) rememberEngine(args.endpoint, seen.engine);
  const newEngine = (args.world ?? theWorld).variable(newEngineVariable);
  return {
    problems: stateProblems(seen, state, {
      ...args,
      command: dockerWord(environmentOf(args).environment),
      newEngine,
    }),
    isReached: seen.engine !== undefined,
  };
}

function environmentOf({ endpoint, certificates, system, stack }: PreflightArgs) {
  return { environment: engineEnvironment(endpoint, certificates), system, stack };
}

/** Asks the host, through the same plugin that later commands go through. */
async function ask(args: PreflightArgs, file: string, variables: Record<string, string>): Promise<string[]> {
  const { endpoint, certificates, system: SYSTEM, stack: STACK } = args;
  const { stdout } = await local.run({
    ...commandOf({
      file: [__dirname, file],
      host: { environment: engineEnvironment(endpoint, certificates) },
      variables: { SYSTEM, STACK, ...variables },
    }),
    command: 'eval "$SCRIPT"',
    // Said once, in one message.
    logging: local.Logging.None,
  });
  return stdout === "" ? [] : stdout.split("\n");
}
