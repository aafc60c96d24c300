import { resolve } from "../../components/migration/runner/resolve";
import { UserError } from "../kernel/report";
import type { Found, Options } from "./target";

/** Says what became of a file that was cut off. */
export async function resolveFile({ job }: Found, { words: [name], flags }: Options): Promise<void> {
  if (name === undefined || flags.has("applied") === flags.has("rolled-back"))
    throw new UserError("usage: npm run migrate -- resolve NAME --applied|--rolled-back");
  const state = flags.has("applied") ? "applied" : "rolled back";
  await resolve(job, name, state);
  console.log(
    state === "applied"
      ? `${name} counts as applied. The next 'pulumi up' continues after it.`
      : `${name} counts as rolled back. The next 'pulumi up' runs it again, from its start.`,
  );
}
