import { say } from "../messages/say";
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
  const { added, gone, changed, none } = say().restore.loss;
  const lines = names.flatMap((table) => {
    const today = now.tables.get(table);
    const then = manifest.tables[table];
    if (today === then) return [];
    if (then === undefined) return [added(table, today ?? 0)];
    if (today === undefined) return [gone(table, then)];
    return [changed({ table, now: today, then })];
  });
  return lines.length > 0 ? lines : [none];
}
