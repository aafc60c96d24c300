import { ours } from "../../messages/command";
import { resolve } from "../../components/migration/runner/resolve";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import type { Found, Options } from "./target";

/** A file that was cut off, and what became of it. @throws UserError when the words do not say it */
export function resolution({ words: [name], flags }: Pick<Options, "words" | "flags">) {
  if (name === undefined || flags.has("applied") === flags.has("rolled-back"))
    throw new UserError(say().stack.usageLine(`${ours("migrate -- resolve")} NAME --applied|--rolled-back`));
  return { name, state: flags.has("applied") ? "applied" : "rolled back" } as const;
}

/** Says what became of a file that was cut off. */
export async function resolveFile({ job, engine }: Found, options: Options): Promise<void> {
  const { name, state } = resolution(options);
  await resolve(job, engine, name, state);
  const { applied, rolledBack } = say().migrate.resolve;
  console.log(state === "applied" ? applied(name) : rolledBack(name));
}
