import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { say } from "../../messages/say";
import { backendEnvironment } from "../kernel/backend";
import { run } from "../kernel/run";
import { projectBackend, pulumi, type StackTarget } from "../kernel/stack";
import { stateFile, stateFolder, withoutPassword } from "../kernel/state-file";
import { isNoStack } from "../kernel/state-notes";

/**
 * Where the state of a stack is: in the user's own backend, or in that of `npm start` for a stack which the user's own does not have.
 *
 * @returns its address, undefined where pulumi is not logged in and `npm start` has no such stack; and what else the CLI needs there
 */
export async function backendOf(
  target: StackTarget,
  system: string,
): Promise<{ backend: string | undefined; more: Record<string, string> }> {
  const { folder, stack, env } = target;
  const named = namedIn(env);
  const own = whole(named || (await loggedIn(folder, env)), folder);
  const local = backendEnvironment();
  if (named || !hasFile(local.PULUMI_BACKEND_URL, system, stack)) return { backend: own, more: {} };
  const isOwn = own !== undefined && (hasFile(own, system, stack) ?? (await isKnown(target)));
  return isOwn ? { backend: own, more: {} } : { backend: local.PULUMI_BACKEND_URL, more: local };
}

/**
 * Waits for what the CLI asks of a backend, and says so when it takes long: the CLI may try for minutes, in which a command looks as if it hung. A backend
 * in a folder answers, or fails at once.
 *
 * @param options.after seconds. Default: 5
 */
export async function askedOf<Answer>(
  { folder, env }: Pick<StackTarget, "folder" | "env">,
  ask: () => Promise<Answer>,
  { after = 5, report = console.error }: { after?: number; report?: (line: string) => void } = {},
): Promise<Answer> {
  const address = namedIn(env) || (projectBackend(folder) ?? noted(env));
  const isSlow = address !== undefined && stateFolder(address) === undefined;
  const tell = () => report(say().stack.waitingForBackend(withoutPassword(address ?? "")));
  const timer = isSlow ? setTimeout(tell, after * 1000) : undefined;
  try {
    return await ask();
  } finally {
    clearTimeout(timer);
  }
}

/** The backend that the environment names. */
const namedIn = (env: StackTarget["env"]) => env["PULUMI_BACKEND_URL"] ?? process.env["PULUMI_BACKEND_URL"];

/** A backend in a folder that is named from the project's: commands and rollbacks run in others. */
const whole = (url: string | undefined, folder: string) =>
  url?.replace(/^file:\/\/(?![/~])/, () => `file://${folder}/`);

/** Whether a backend in a folder has a stack; undefined for another kind. */
function hasFile(url: string, system: string, stack: string): boolean | undefined {
  const folder = stateFolder(url);
  if (folder === undefined) return undefined;
  const file = stateFile(folder, system, stack);
  return existsSync(file) || existsSync(`${file}.bak`);
}

/** Whether the backend that the user is logged in to has a stack. One that does not answer is not one without it. */
async function isKnown(target: StackTarget): Promise<boolean> {
  const { exitCode, stderr } = await pulumi(target, ["stack"], { reject: false, timeout: 30_000 });
  return exitCode === 0 || !isNoStack(stderr);
}

/** The backend that the user is logged in to. Where the CLI cannot reach it, as with a login that expired, it still knows its address. */
async function loggedIn(folder: string, env: Record<string, string>): Promise<string | undefined> {
  const args = ["whoami", "--verbose", "--json", "--non-interactive"];
  const options = { cwd: folder, env, reject: false, timeout: 30_000 };
  const { exitCode, stdout } = await run("pulumi", args, options);
  if (exitCode === 0) return (JSON.parse(stdout) as { url?: string }).url || undefined;
  return projectBackend(folder) ?? noted(env);
}

/** The address that the CLI keeps; none without a login. */
function noted(env: Record<string, string>): string | undefined {
  const home = env["PULUMI_HOME"] ?? process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  try {
    const { current } = JSON.parse(readFileSync(join(home, "credentials.json"), "utf8")) as {
      current?: string;
    };
    return current || undefined;
  } catch {
    return undefined;
  }
}
