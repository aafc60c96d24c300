import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../../messages/say";
import type { Engine } from "../../engine/engine";
import type { Report } from "../../engine/run-job";
import type { World } from "../../engine/world";
import { dialectOf } from "../../database/client/target";
import { scanned } from "../files";
import type { LedgerRow } from "../ledger";
import { lint } from "../sql/lint";
import { makeBackup } from "./backup";
import type { Dialect } from "../../database/client/dialect";
import { endingOf } from "./file-text";
import { type Job } from "./job";
import { locked } from "./locked";
import { UserError } from "../../engine/user-error";
import { releaseName } from "./release-name";
import { SessionEnded } from "../../database/client/session";

/** Where the SQL lies that takes a file back: `x.down.sql` beside `x.sql` or `x.up.sql`, `down.sql` in a Prisma folder. */
export function downPath(folder: string, name: string): string {
  const file = name.endsWith(".sql") ? name.replace(/(\.up)?\.sql$/, ".down.sql") : join(name, "down.sql");
  return join(folder, file);
}

/**
 * Takes the last applied file back by its down file, after a backup. PostgreSQL does it whole or not at all; MySQL cannot, so there a file that
 * was cut off counts as started until it is resolved.
 *
 * @throws UserError when it is not the last one, has no down file, or there is no backup: nothing was changed then; or when its SQL fails
 */
export async function down(
  job: Job,
  engine: Engine,
  name: string,
  report: Report,
  world: Pick<World, "now">,
): Promise<void> {
  const dialect = dialectOf(job);
  const sql = readDown(job, name, dialect);
  const { backup } = job;
  const texts = say().migration.runner;
  if (backup === undefined) throw refusal(name, [texts.noBackups]);
  await locked(job, engine, async ({ session, rows }) => {
    const reason = notLast(name, rows);
    if (reason) throw refusal(name, [reason]);
    await makeBackup(job, engine, backup, releaseName(world.now()), report);
    report(texts.reverting(name));
    try {
      await session.ask(around(sql, name, dialect), { onRow: (row) => report(`  | ${row}`) });
    } catch (error) {
      if (!(error instanceof SessionEnded)) throw error;
      throw new UserError(
        texts.revertFailed({ name, said: error.told.message, rolledBack: dialect.atomic !== undefined }),
      );
    }
  });
}

/** The SQL and its record: one transaction where the database has one, else between two records. */
function around(sql: string, name: string, dialect: Dialect): string {
  const text = sql + endingOf(sql, dialect);
  if (dialect.atomic) return `BEGIN;\n${text}${dialect.resolve(name, "rolled back", "applied")}COMMIT;\n`;
  const started = dialect.resolve(name, "started", "applied");
  return `${started}${text}DELIMITER ;\nCOMMIT;\n${dialect.resolve(name, "rolled back")}`;
}

function readDown(job: Job, name: string, dialect: Dialect): string {
  const path = downPath(job.folder, name);
  if (!existsSync(path)) throw refusal(name, [say().migration.runner.noDownFile(path)]);
  const sql = readFileSync(path, "utf8");
  const mistakes = lint(path, sql, scanned(sql, dialect.language), dialect.language);
  if (sql.trim() === "") mistakes.push(say().migration.files.empty(path));
  if (mistakes.length > 0) throw refusal(name, mistakes);
  return sql;
}

function notLast(name: string, rows: LedgerRow[]): string | undefined {
  const texts = say().migration.runner;
  const open = rows.find(({ state }) => state === "started");
  if (open) return texts.notEnded(open.name);
  const applied = rows.filter(({ state, ordinal }) => state === "applied" && ordinal > 0);
  const last = applied.reduce<LedgerRow | undefined>(
    (found, row) => (found && found.ordinal > row.ordinal ? found : row),
    undefined,
  );
  if (last?.name === name) return undefined;
  return texts.onlyLast(last?.name);
}

function refusal(name: string, lines: string[]): UserError {
  return new UserError(say().migration.runner.cannotRevert({ name, lines }));
}
