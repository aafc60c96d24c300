import { say } from "../../../messages/say";
import { randomEachRead } from "../product/server";
import type { Data, Facts, GuardPart, Lack } from "../product/guard";
import { catalogRows } from "./catalog";

/** Settings that data are made with. */
const unchangeable = ["block_size", "wal_block_size", "segment_size"];

/** Settings that must have room for what is in the data. */
const roomy = ["max_replication_slots", "max_prepared_transactions", "wal_level"];

/** Versions of the collations of the operating system's library: what the image has, and what the database was made with. */
const offered = `SELECT 'collations of the C library', max(pg_collation_actual_version(oid)) FROM pg_collation WHERE collprovider = 'c'
UNION ALL SELECT 'collations of ICU', max(pg_collation_actual_version(oid)) FROM pg_collation WHERE collprovider = 'i'`;
const recorded = `SELECT 'collations of ' || CASE datlocprovider WHEN 'c' THEN 'the C library' ELSE 'ICU' END, datcollversion
  FROM pg_database WHERE datname = current_database() AND datlocprovider IN ('c', 'i')`;

/** Each database of a server with the version of its sort order, and the one that the server's library has now. */
const sortOrders = `SELECT datname, coalesce(datcollversion, ''), coalesce(pg_database_collation_actual_version(oid), '')
  FROM pg_database WHERE datallowconn AND datname NOT LIKE 'template_' ORDER BY 1`;

/** What the guard looks at in data of PostgreSQL. */
export const postgresGuard: GuardPart = {
  // The number of a shared catalog's file is in the map of such files: pairs of numbers, after a head of 8 bytes.
  look: `if [ -s global/pg_filenode.map ]; then
  for pair in roles:1260 databases:1262; do
    node=$(od -An -v -tu4 -j8 global/pg_filenode.map | tr -s ' ' '\\n' | awk -v oid="\${pair#*:}" 'NF { n++; if (n % 2) key = $1; else if (key == oid) { print $1; exit } }')
    [ -z "$node" ] || fact "\${pair%:*}" "$(base64 <"global/$node" | tr -d '\\n')"
  done
  fact slots "$(ls pg_replslot | wc -l)"
  fact prepared "$(ls pg_twophase | wc -l)"
fi
`,
  // An extension whose library is missing keeps the server from starting.
  checkExtensions: `for extension in $EXTENSIONS; do
  ls /usr/share/postgresql/*/extension/"$extension".control /usr/local/share/postgresql/extension/"$extension".control 2>/dev/null | grep -q . ||
    { echo "error: the image has no extension $extension" >&2; exit 1; }
done
`,
  lacks: (data, database) => [...lacksAdministrator(data), ...lacksDatabase(data, database)],
  offline: (run, owner, statements) => {
    const lines = statements.map((statement) => `'${statement}'`).join(" ");
    return `${run(String(owner))} "printf '%s\\n' ${lines} | postgres --single -D /var/lib/postgresql/data template1"`;
  },
  unchangeable,
  facts: (database, of) => {
    const settings = [...unchangeable, ...roomy].map((name) => `'${name}'`).join(", ");
    const sql = `SELECT name, setting FROM pg_settings WHERE name IN (${settings}) UNION ALL ${of === "data" ? recorded : offered}`;
    return `psql -X -U postgres -d ${database} -AtF "$(printf '\\t')" -c "${sql}"`;
  },
  shortOf,
  collations: {
    query: ["psql", "-X", "-U", "postgres", "-AtF", "\t", "-c", sortOrders],
    rebuild: (container, database) =>
      `docker exec ${container} psql -U postgres -d ${database} -c 'REINDEX DATABASE "${database}"' -c 'ALTER DATABASE "${database}" REFRESH COLLATION VERSION'`,
  },
  // Its files cannot be read by another version: everything goes over as SQL, roles included.
  upgrade: ({ container, next, run }) => [
    `${run} --env POSTGRES_PASSWORD_FILE=${randomEachRead} @IMAGE@`,
    `docker exec --user postgres ${container} pg_dumpall | docker exec -i --user postgres ${next} psql -X -q -d postgres`,
  ],
};

function lacksAdministrator({ roles }: Data): Lack[] {
  if (!roles) return [];
  const rows = catalogRows(roles);
  // A deleted row may be one of a change that did not happen.
  if (rows.some(({ name }) => name === "postgres")) return [];
  const superusers = rows.filter(({ live, superuser }) => live && superuser).map(({ name }) => name);
  if (superusers.length === 0) return [];
  return [
    {
      problem: say().database.guard.noRolePostgres(superusers),
      statements: ["CREATE ROLE postgres SUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS LOGIN;"],
    },
  ];
}

function lacksDatabase({ databases }: Data, database: string): Lack[] {
  const rows = databases ? catalogRows(databases) : [];
  if (rows.length === 0 || rows.some(({ name }) => name === database)) return [];
  const others = rows
    .filter((row) => row.live && !/^(template\d|postgres)$/.test(row.name))
    .map(({ name }) => name);
  return [
    {
      problem: say().database.guard.noDatabase({ database, others }),
      statements: [`CREATE DATABASE ${database};`],
    },
  ];
}

function shortOf({ slots, prepared }: Data, next: Facts): string[] {
  const { shortOfSlots, shortOfPrepared } = say().database.guard;
  const short = (found: number, setting: string, text: typeof shortOfSlots) => {
    const value = next.get(setting);
    return value !== undefined && found > Number(value) ? [text({ found, setting, value })] : [];
  };
  return [
    ...short(slots, "max_replication_slots", shortOfSlots),
    ...short(prepared, "max_prepared_transactions", shortOfPrepared),
    ...(slots > 0 && next.get("wal_level") === "minimal"
      ? [shortOfSlots({ found: slots, setting: "wal_level", value: "minimal" })]
      : []),
  ];
}
