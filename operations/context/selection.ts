import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { backendEnvironment } from "../kernel/backend";
import { run } from "../kernel/run";
import { projectName } from "../kernel/stack";
import { stateFolder } from "../kernel/state-file";
import { remedyForNote } from "../kernel/state-notes";

/**
 * The stack that the Pulumi CLI has selected: with the user's own login, else with the state of `npm start`; without one, the only one.
 *
 * @throws UserError when there are several or none
 */
export async function selectedStack(folder: string, env: Record<string, string>): Promise<string> {
  const own = await selected(folder, env);
  if (typeof own === "string") return own;
  const remedy = remedyForNote(own.said);
  if (remedy) throw new UserError(say().stack.selectionUnreadable(own.said, remedy));
  const all = stacksWithFile(folder);
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return only;
  // A login that does not answer may have one selected: the state of npm start does not stand in for it.
  const isNone = /no stack selected|must be set for login|not logged in/i.test(own.said);
  const local =
    isNone && isStarted(folder) ? await selected(folder, { ...env, ...backendEnvironment() }) : undefined;
  if (typeof local === "string") return local;
  throw new UserError(say().stack.noneSelected(all));
}

/** Refuses what is no name of a stack: an empty one would mean the selected stack, without a word. */
export function refuseBadName(name: string, folder: string): void {
  if (!/^[\w.-]+$/.test(name)) throw new UserError(say().stack.badName(name, stacksWithFile(folder)));
}

/** Names of the stacks that have a file in the folder of a project. */
export const stacksWithFile = (folder: string) =>
  readdirSync(folder).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);

async function selected(folder: string, env: Record<string, string>): Promise<string | { said: string }> {
  const args = ["stack", "--show-name", "--non-interactive"];
  const options = { cwd: folder, env, reject: false, timeout: 30_000 };
  const { exitCode, stdout, stderr } = await run("pulumi", args, options);
  return exitCode === 0 && stdout !== "" ? stdout : { said: stderr.trim() };
}

/** Whether `npm start` has a stack of this project, and the user named no other backend. */
function isStarted(folder: string): boolean {
  const state = stateFolder(backendEnvironment().PULUMI_BACKEND_URL) ?? "";
  return (
    !process.env["PULUMI_BACKEND_URL"] && existsSync(join(state, ".pulumi", "stacks", projectName(folder)))
  );
}
