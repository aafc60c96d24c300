import { resolve } from "../../components/migration/runner/resolve";
import { UserError } from "../../components/engine/user-error";
import type { Found, Options } from "./target";

/** A file that was cut off, and what became of it. @throws UserError when the words do not say it */
export function resolution({ words: [name], flags }: Pick<Options, "words" | "flags">) {
  if (name === undefined || flags.has("applied") === flags.has("rolled-back"))
    throw new UserError("usage: npm run migrate -- resolve NAME --applied|--rolled-back");
  return { name, state: flags.has("applied") ? "applied" : "rolled back" } as const;
}

/** Says what became of a file that was cut off. */
export async function resolveFile({ job }: Found, options: Options): Promise<void> {
  const { name, state } = resolution(options);
  await resolve(job, name, state);
  console.log(
    state === "applied"
      ? `${name} counts as applied. The next 'pulumi up' continues after it.`
      : `${name} counts as rolled back. The next 'pulumi up' runs it again, from its start.`,
  );
}
