import { ours } from "../../messages/command";
import { theWorld } from "../../components/engine/world";
import { down, downPath } from "../../components/migration/runner/down";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { confirm } from "../confirm";
import type { Found, Options } from "./target";

/** The file that is reverted. @throws UserError when none is named */
export function downName({ words: [name] }: Pick<Options, "words">): string {
  if (name === undefined)
    throw new UserError(say().stack.usageLine(`${ours("migrate -- down")} NAME [--yes]`));
  return name;
}

/** Reverts the last applied file by its down file. Nothing else ever runs one. */
export async function downFile({ job, engine }: Found, options: Options): Promise<void> {
  const [name, { flags }] = [downName(options), options];
  const { question, done } = say().migrate.down;
  const path = downPath(job.folder, name);
  await confirm(question({ path, database: job.database, name }), name, flags.has("yes"));
  await down(job, engine, name, (line) => console.log(line), theWorld);
  console.log(done(name));
}
