import { readdirSync } from "node:fs";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { run } from "../kernel/run";
import { remedyForNote } from "../kernel/state-notes";

/** The stack that the Pulumi CLI has selected; without one, the only one. @throws UserError when there are several or none */
export async function stackOf(folder: string, env: Record<string, string>): Promise<string> {
  const { exitCode, stdout, stderr } = await run("pulumi", ["stack", "--show-name", "--non-interactive"], {
    cwd: folder,
    env,
    reject: false,
  });
  if (exitCode === 0 && stdout !== "") return stdout;
  const remedy = remedyForNote(stderr);
  if (remedy) throw new UserError(say().stack.selectionUnreadable(stderr.trim(), remedy));
  const all = stacksWithFile(folder);
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return only;
  throw new UserError(say().stack.noneSelected(all));
}

/** Names of the stacks that have a file in the folder of a project. */
export const stacksWithFile = (folder: string) =>
  readdirSync(folder).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
