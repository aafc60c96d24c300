import { readdirSync } from "node:fs";
import { UserError } from "../../components/engine/user-error";
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
  if (remedy)
    throw new UserError(`Which stack is selected cannot be read: ${stderr.trim()}\n  fix: ${remedy}`);
  const [only, ...others] = stacksWithFile(folder);
  if (only !== undefined && others.length === 0) return only;
  throw new UserError(
    `Which stack? None is selected.\n  fix: add --stack NAME (there are stack files for: ${stacksWithFile(folder).join(", ") || "none"})`,
  );
}

/** Names of the stacks that have a file in the folder of a project. */
export const stacksWithFile = (folder: string) =>
  readdirSync(folder).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
