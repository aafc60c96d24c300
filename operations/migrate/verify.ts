import { theWorld } from "../../components/engine/world";
import { compare } from "../../components/migration/ledger";
import { readLedger } from "../../components/migration/runner/locked";
import { verify } from "../../components/migration/runner/verify";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import type { Found } from "./target";

/** Compares the schema with what the applied files make in a database that is thrown away. */
export async function verifySchema({ job, engine, files }: Found): Promise<void> {
  const { pending } = compare(files, (await readLedger(job, engine)) ?? []);
  const applied = files.length - pending.length;
  const lines = await verify(job, engine, files, applied, theWorld);
  const { differs, same } = say().migrate.verify;
  if (lines.length > 0) throw new UserError(differs({ database: job.database, applied, lines }));
  console.log(same(job.database, applied));
}
