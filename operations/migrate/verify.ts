import { theWorld } from "../../components/engine/world";
import { compare } from "../../components/migration/ledger";
import { readLedger } from "../../components/migration/runner/locked";
import { verify } from "../../components/migration/runner/verify";
import { UserError } from "../../components/engine/user-error";
import type { Found } from "./target";

/** Compares the schema with what the applied files make in a database that is thrown away. */
export async function verifySchema({ job, files }: Found): Promise<void> {
  const { pending } = compare(files, (await readLedger(job)) ?? []);
  const applied = files.length - pending.length;
  const lines = await verify(job, files, applied, theWorld);
  if (lines.length > 0)
    throw new UserError(
      [
        `The schema of database ${job.database} is not what its ${applied} files make (+ only in the database, - only in the files):`,
      ]
        .concat(lines.map((line) => `  ${line}`))
        .concat("  fix: write what is missing as a new file, or revert it by hand")
        .join("\n"),
    );
  console.log(`The schema of database ${job.database} is what its ${applied} files make.`);
}
