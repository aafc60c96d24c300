import { UserError } from "../kernel/report";
import { inContainer } from "../backup";
import { Interrupts } from "../kernel/interrupts";
import { asAdmin, contentsIn, ownersClient, rightsSql, type Target } from "./destination";
import { MySqlDump } from "./dump";
import { bytesOf, load, unpacked } from "./load";
import { PostgresDump } from "./postgres-dump";
import type { Source } from "./source";

/**
 * Loads a dump as the owner of the schema. In PostgreSQL it is one transaction; in MySQL and MariaDB what a failed one made is dropped
 * again: there was no table before.
 *
 * @param environment makes the `docker` command talk to the stack's engine
 * @returns how many statements were left out
 * @throws UserError with what the database said
 */
export async function importInto(
  target: Target,
  source: Source,
  environment: Record<string, string>,
): Promise<{ leftOut: number }> {
  const { container, engine } = target;
  const postgres = engine.product === "PostgreSQL";
  if (source.kind === "archive" && !postgres)
    throw new UserError(
      `An archive of pg_dump is for PostgreSQL, and this is ${engine.product}.\n  fix: a dump of mariadb-dump or mysqldump`,
    );
  const reader = postgres ? new PostgresDump() : new MySqlDump();
  const open = () =>
    source.kind === "archive"
      ? unpacked(source.open(), { environment, container })
      : { stream: source.open(), complete: Promise.resolve() };
  await inContainer(target, "import-room", { BYTES: `${await bytesOf(open())}` });
  const to = { environment, container, client: ownersClient(target, target.database) };
  // What asks this command to end fails the load, so that what was made is dropped first.
  const interrupts = new Interrupts();
  try {
    // On one line with the dump's first one: the line numbers of errors are the file's.
    const around = { begin: postgres ? "BEGIN; " : "", end: rightsSql(target) };
    await load(open(), reader, { ...to, ...around, stop: interrupts.signal });
  } catch (error) {
    if (!postgres) await dropAll(target).catch((trouble: Error) => together(error as Error, trouble));
    throw error;
  } finally {
    interrupts.release();
  }
  return { leftOut: reader.leftOut() };
}

/** @throws UserError with both: the cause is of use, too */
function together({ message }: Error, trouble: Error): never {
  throw new UserError(`${message}\n${trouble.message}`);
}

/** Everything but the ledger of migrations: there was nothing else before. */
async function dropAll(target: Target): Promise<void> {
  const { database } = target;
  const name = (column: string) => `'\`', REPLACE(${column}, '\`', '\`\`'), '\`'`;
  const drops = [
    `SELECT CONCAT('DROP ', IF(table_type = 'VIEW', 'VIEW ', 'TABLE '), ${name("table_name")}) FROM information_schema.tables WHERE table_schema = '${database}' AND table_name <> 'migrations_ledger'`,
    `SELECT CONCAT('DROP ', routine_type, ' ', ${name("routine_name")}) FROM information_schema.routines WHERE routine_schema = '${database}'`,
    `SELECT CONCAT('DROP EVENT ', ${name("event_name")}) FROM information_schema.events WHERE event_schema = '${database}'`,
  ];
  const statements = await asAdmin(target, `${drops.join(" UNION ALL ")};`);
  if (statements.length > 0)
    await asAdmin(target, `SET foreign_key_checks = 0;\n${statements.map((each) => `${each};`).join("\n")}`);
  if ((await contentsIn(target)).length > 0)
    throw new UserError(`What the failed import made in ${database} could not be dropped: look there.`);
}
