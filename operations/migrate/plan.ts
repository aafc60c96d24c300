import { dialectOf } from "../../components/database/client/target";
import { compare } from "../../components/migration/ledger";
import { scanned } from "../../components/migration/files";
import { readLedger } from "../../components/migration/runner/locked";
import { disagreement, refused } from "../../components/migration/runner/messages";
import { UserError } from "../../components/engine/user-error";
import { risks } from "../../components/migration/sql/risks";
import { say } from "../../messages/say";
import type { Found } from "./target";

/** What the next update would run, statement by statement, and what it may lose or lock. */
export async function plan({ job, engine, files, mistakes }: Found): Promise<void> {
  const { pending, ...rest } = compare(files, (await readLedger(job, engine)) ?? []);
  const problems = [...mistakes, ...disagreement(rest)];
  if (problems.length > 0) throw new UserError(refused(job, problems));
  const texts = say().migrate.plan;
  if (pending.length === 0) console.log(texts.nothing(job.database));
  const { language } = dialectOf(job);
  for (const { ordinal, name, sql } of pending) {
    const { statements } = scanned(sql, language);
    console.log(texts.file({ ordinal, name, statements: statements.length }));
    const found = risks(statements, language);
    for (const { cost, says } of found) console.log(`  ${texts[cost ?? "note"](says)}`);
    if (found.length === 0) console.log(`  ${texts.harmless}`);
  }
}
