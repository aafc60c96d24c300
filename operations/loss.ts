import type { Manifest } from "./manifests";

/** What components/backup/loss.sh says of a database as it is now. */
export interface Now {
  /** Rows by table. */
  tables: Map<string, number>;
  /** Applied migrations in order, as `<ordinal> <name>`. */
  migrations: string[];
}

/** Reads what loss.sh prints. */
export function parseNow(output: string): Now {
  const rows = output.split("\n").map((line) => line.split("\t"));
  return {
    tables: new Map(
      rows.flatMap(([kind, name = "", count]) => (kind === "table" ? [[name, Number(count)]] : [])),
    ),
    migrations: rows.flatMap(([kind, name = ""]) => (kind === "migration" ? [name] : [])),
  };
}

/** Migrations that were applied after the backup was taken. */
export function migrationsSince({ migrationHead }: Manifest, now: Now): string[] {
  return migrationHead === null
    ? now.migrations
    : now.migrations.slice(now.migrations.indexOf(migrationHead) + 1);
}

/** What differs between a database and its backup, a line a table. Counts tell nothing of rows that were changed. */
export function lossOf(manifest: Manifest, now: Now): string[] {
  const names = [...new Set([...now.tables.keys(), ...Object.keys(manifest.tables)])].sort();
  const lines = names.flatMap((name) => {
    const today = now.tables.get(name);
    const then = manifest.tables[name];
    if (today === then) return [];
    if (then === undefined) return [`${name}: ${rows(today)} now; the table is not in the backup`];
    if (today === undefined) return [`${name}: restored with ${rows(then)}; the table does not exist now`];
    const more = today - then;
    return [
      `${name}: ${rows(today)} now, ${then} in the backup: ${more > 0 ? `${more} fewer` : `${-more} more`} after it`,
    ];
  });
  return lines.length > 0 ? lines : ["every table has the same number of rows"];
}

const rows = (count = 0) => `${count} ${count === 1 ? "row" : "rows"}`;
