import type { Engine } from "../engines";
import type { Data } from "./data";
import { Refusal, type GuardJob } from "./job";

/** What the successor says of itself, and what the server of now says of its data: values by name. */
export type Facts = Map<string, string>;

/** Settings that data are made with: the server does not start, or loses sight of tables, with another value. */
const unchangeable = {
  PostgreSQL: ["block_size", "wal_block_size", "segment_size"],
  MySQL: [
    "lower_case_table_names",
    "innodb_page_size",
    "innodb_data_file_path",
    "innodb_data_home_dir",
    "innodb_undo_directory",
    "innodb_log_group_home_dir",
  ],
};

/** Settings that must have room for what is in the data. */
const roomy = ["max_replication_slots", "max_prepared_transactions", "wal_level"];

/** Versions of the collations of the operating system's library: what the image has, and what the database was made with. */
const offered = `SELECT 'collations of the C library', max(pg_collation_actual_version(oid)) FROM pg_collation WHERE collprovider = 'c'
UNION ALL SELECT 'collations of ICU', max(pg_collation_actual_version(oid)) FROM pg_collation WHERE collprovider = 'i'`;
const recorded = `SELECT 'collations of ' || CASE datlocprovider WHEN 'c' THEN 'the C library' ELSE 'ICU' END, datcollversion
  FROM pg_database WHERE datname = current_database() AND datlocprovider IN ('c', 'i')`;

/**
 * Shell command inside a container of the engine that prints a name and its value a line, divided by a tab.
 *
 * @param of the successor, or the server of now, which is asked for its data
 */
export function factsCommand({ product }: Engine, database: string, of: "successor" | "data"): string {
  const names = (list: string[]) => list.map((name) => `'${name}'`).join(", ");
  if (product !== "PostgreSQL") {
    const client = product === "MariaDB" ? "mariadb" : "mysql";
    return `${client} -u mysql -Nse "SHOW GLOBAL VARIABLES WHERE Variable_name IN (${names(unchangeable.MySQL)})"`;
  }
  const settings = names([...unchangeable.PostgreSQL, ...roomy]);
  const sql = `SELECT name, setting FROM pg_settings WHERE name IN (${settings}) UNION ALL ${of === "data" ? recorded : offered}`;
  return `psql -X -U postgres -d ${database} -AtF "$(printf '\\t')" -c "${sql}"`;
}

/** What the arguments of a server say of its settings. */
export function factsIn(flags: string[]): Facts {
  return new Map(
    flags.flatMap((flag) => {
      const [, name = "", value = ""] = /^-{0,2}([\w-]+)=(.*)$/.exec(flag) ?? [];
      return name === "" ? [] : [[name.replaceAll("-", "_"), value] as const];
    }),
  );
}

/** Reads what {@link factsCommand} made a server print. */
export function factsOf(printed: string): Facts {
  return new Map(
    printed.split("\n").flatMap((line) => {
      const [name = "", value] = line.split("\t");
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Refuses a successor that would not find its way in the data. What the server of now could not be asked is not compared. */
export function refuseChanged({ name, product }: GuardJob, now: Facts, next: Facts): void {
  const list = product === "PostgreSQL" ? unchangeable.PostgreSQL : unchangeable.MySQL;
  const changed = list.flatMap((setting) => {
    const [is, wanted] = [now.get(setting), next.get(setting)];
    if (is === undefined || wanted === undefined || plain(is) === plain(wanted)) return [];
    return [`${setting} is ${is || "not set"}, and would be ${wanted || "not set"}`];
  });
  if (changed.length > 0)
    throw new Refusal(
      [
        `The data of database ${name} were made with settings that must not change over existing data:`,
        ...changed.map((line) => `  ${line}`),
        `fix: leave them as they are; other values need new data: another volume for database ${name}, and an import of a dump into it`,
      ].join("\n"),
    );
}

/** Refuses a successor whose settings have no room for what is in the data. */
export function refuseShort({ name }: GuardJob, data: Data, next: Facts): void {
  const short = shortOf(data, next);
  if (short.length > 0)
    throw new Refusal(
      [
        `The data of database ${name} need more than its settings allow; the server would not start on them:`,
        ...short.map((line) => `  ${line}`),
        "fix: raise the setting, or drop what needs it first (pg_drop_replication_slot, ROLLBACK PREPARED)",
      ].join("\n"),
    );
}

function shortOf({ slots, prepared }: Data, next: Facts): string[] {
  const short = (found: number, what: string, setting: string) =>
    next.has(setting) && found > Number(next.get(setting))
      ? [`${found} ${what}, and ${setting} is ${next.get(setting)}`]
      : [];
  return [
    ...short(slots, "replication slots", "max_replication_slots"),
    ...short(prepared, "prepared transactions", "max_prepared_transactions"),
    ...(slots > 0 && next.get("wal_level") === "minimal"
      ? [`${slots} replication slots, and wal_level is minimal`]
      : []),
  ];
}

/** What to say of a successor whose library sorts texts in another way than the indexes were built with; empty when it does not. */
export function collationNews({ name, container, database }: GuardJob, now: Facts, next: Facts): string[] {
  return [...now]
    .filter(([fact, was]) => fact.startsWith("collations ") && was !== "" && next.get(fact) !== was)
    .flatMap(([fact, was]) => [
      `The ${fact} change from ${was} to ${next.get(fact) || "none"} with the image of database ${name}. Indexes on texts were built in the old order: queries by them may miss rows until they are built again.`,
      `  after this update, at a quiet time: ${rebuild(container, database)}`,
    ]);
}

/** Commands that build the indexes of a database again, and record that they fit. */
export function rebuild(container: string, database: string): string {
  return `docker exec ${container} psql -U postgres -d ${database} -c 'REINDEX DATABASE "${database}"' -c 'ALTER DATABASE "${database}" REFRESH COLLATION VERSION'`;
}

/** One spelling for each value: `8k` is 8192. How far a file may grow says nothing of the data. */
function plain(value: string): string {
  const text = value.toLowerCase().replaceAll(/:max:\d+[kmg]?/g, "");
  const [, digits, unit = ""] = /^(\d+)([kmg])$/.exec(text) ?? [];
  return digits === undefined ? text : String(Number(digits) * 1024 ** ("kmg".indexOf(unit) + 1));
}
