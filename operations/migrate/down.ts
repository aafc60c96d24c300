import { theWorld } from "../../components/engine/world";
import { down, downPath } from "../../components/migration/runner/down";
import { UserError } from "../../components/engine/user-error";
import { confirm } from "../confirm";
import type { Found, Options } from "./target";

/** The file that is reverted. @throws UserError when none is named */
export function downName({ words: [name] }: Pick<Options, "words">): string {
  if (name === undefined) throw new UserError("usage: npm run migrate -- down NAME [--yes]");
  return name;
}

/** Reverts the last applied file by its down file. Nothing else ever runs one. */
export async function downFile({ job }: Found, options: Options): Promise<void> {
  const [name, { flags }] = [downName(options), options];
  await confirm(
    `${downPath(job.folder, name)} will run on database ${job.database}: what it deletes is then only in the backup. Type ${name} to continue:`,
    name,
    flags.has("yes"),
  );
  await down(job, name, (line) => console.log(line), theWorld);
  console.log(
    `${name} is reverted. Deploy a release without it next; 'npm run migrate -- apply' runs it again.`,
  );
}
