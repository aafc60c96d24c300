import { literal, type Dialect, type LedgerEntry } from "../client/dialect";

/** Key of the advisory lock that one runner holds: "migrate", as a number. */
export const migrationLock = 0x6d696772;

// A server whose client is gone ends its statement at once, and with it the lock.
const settings = (who: string, lockWait: number) =>
  `SET application_name = ${literal(who.slice(0, 60))}; SET client_min_messages = warning; SET client_encoding = 'UTF8'; SET lock_timeout = '${lockWait}s'; ` +
  "SET client_connection_check_interval = '1s';";

const quiet = `\\set ON_ERROR_STOP on
\\set QUIET on
\\pset pager off
\\pset tuples_only on
\\pset format unaligned
`;

/** PostgreSQL by psql. `psql --single-transaction` is not used: it commits the first half of a text that was cut off. */
export const postgres: Dialect = {
  language: "PostgreSQL",
  options: "",
  readOnly: "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;\n",
  usualDelimiter: "",
  quiet,
  opening: (who, lockWait) => `${quiet}${settings(who, lockWait)}
`,
  reset: (who, lockWait) => `RESET ROLE; RESET ALL; ${settings(who, lockWait)}\n`,
  mark: (line) => `\\echo ${line}\n`,
  tryLock: `SELECT pg_try_advisory_lock(${migrationLock})::int;\n`,
  lockHolder: `SELECT format('process %s of the server (%s, connected since %s)', a.pid, coalesce(nullif(a.application_name, ''), a.usename),
       to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS'))
  FROM pg_locks l JOIN pg_stat_activity a USING (pid)
 WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = ${migrationLock} AND l.granted
   AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database());
`,
  connection: "SELECT pg_backend_pid();\n",
  blockers: (
    connection,
  ) => `${quiet}SELECT format('process %s of the server (%s, its transaction open for %s s): %s', pid, concat_ws(' ', usename, nullif(application_name, '')),
       coalesce(extract(epoch FROM now() - xact_start)::int, 0), left(regexp_replace(query, '\\s+', ' ', 'g'), 80))
  FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids(${connection}));
`,
  ledger: `CREATE SCHEMA IF NOT EXISTS migrations;
CREATE TABLE IF NOT EXISTS migrations.ledger (
  ordinal int NOT NULL,
  name text PRIMARY KEY,
  sha256 char(64) NOT NULL,
  state text NOT NULL CHECK (state IN ('started', 'applied', 'failed', 'rolled back', 'baseline')),
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  duration_ms int
);
ALTER TABLE migrations.ledger ADD COLUMN IF NOT EXISTS release text, ADD COLUMN IF NOT EXISTS backup text,
  ADD COLUMN IF NOT EXISTS statements int, ADD COLUMN IF NOT EXISTS error text, ADD COLUMN IF NOT EXISTS kept text;
COMMENT ON TABLE migrations.ledger IS 'One row a migration file that was applied to this database';
`,
  tables: `SELECT 'tables: ' || count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname <> 'migrations' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%';
`,
  rows: "SELECT to_json(l) FROM migrations.ledger l ORDER BY ordinal, name;\n",
  noLedger: /(relation|schema) "?migrations/,
  started: (entry) => upsert(entry, "'started', clock_timestamp(), NULL, NULL, 0"),
  progress: (name, statements, delimiter) =>
    ` UPDATE migrations.ledger SET statements = ${statements} WHERE name = ${literal(name)}${delimiter}`,
  ended: (
    name,
    statements,
    reset,
  ) => `UPDATE migrations.ledger SET state = 'applied', statements = ${statements}, ${ends}
 WHERE name = ${literal(name)};
${reset}`,
  atomic: {
    begin: "BEGIN;\n",
    // In a transaction now() is when it began.
    end: (entry) => `${upsert(
      entry,
      "'applied', now(), clock_timestamp(), extract(epoch FROM clock_timestamp() - now()) * 1000, NULL",
    )}COMMIT;
`,
  },
  failed: (entry, error, rolledBack) =>
    rolledBack
      ? `BEGIN;
INSERT INTO migrations.ledger (${columns}, error)
VALUES (${values(entry)}, 'failed', now(), now(), NULL, NULL, ${literal(error)})
ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, state = excluded.state, started_at = excluded.started_at, error = excluded.error,
  ended_at = excluded.ended_at, release = excluded.release, backup = excluded.backup WHERE ledger.state IN ('failed', 'rolled back');
COMMIT;
`
      : `UPDATE migrations.ledger SET error = ${literal(error)} WHERE name = ${literal(entry.name)} AND state = 'started';
`,
  resolve: (name, state, from = "started") =>
    `UPDATE migrations.ledger SET state = ${literal(state)}, ended_at = clock_timestamp() WHERE name = ${literal(name)} AND state = ${literal(from)};
`,
  keep: (names, reason) =>
    `UPDATE migrations.ledger SET kept = ${literal(reason)} WHERE name IN (${names.map(literal).join(", ")});\n`,
  baseline: (entry) => upsert(entry, "'baseline', now(), now(), NULL, NULL"),
  error: (stderr) => {
    const lines = stderr.split("\n").filter((line) => !line.startsWith("CONTEXT: ") && line.trim() !== "");
    const at = lines.findIndex((line) => /^psql:<stdin>:\d+: (ERROR|FATAL|error)/.test(line));
    if (at < 0) return { message: lines.slice(-3).join("\n") };
    const [, line, first] =
      /^psql:<stdin>:(\d+): (?:(?:ERROR|FATAL|error): *)?(.*)/.exec(lines[at] ?? "") ?? [];
    const rest = lines.slice(at + 1).map((text) => text.replace(/^(DETAIL|HINT|FATAL): +/, "$1: "));
    return { line: Number(line), message: [first, ...rest].join("\n") };
  },
  news: (line) => /^psql:<stdin>:\d+: (?:INFO|WARNING|NOTICE): +(.*)/.exec(line)?.[1],
};

const columns =
  "ordinal, name, sha256, release, backup, state, started_at, ended_at, duration_ms, statements";
const ends = `ended_at = clock_timestamp(), error = NULL,
  duration_ms = extract(epoch FROM clock_timestamp() - started_at) * 1000`;

function upsert(entry: LedgerEntry, rest: string): string {
  return `INSERT INTO migrations.ledger (${columns}) VALUES (${values(entry)}, ${rest})
ON CONFLICT (name) DO UPDATE SET (ordinal, sha256, release, backup, state, started_at, ended_at, duration_ms, statements, error) =
  (excluded.ordinal, excluded.sha256, excluded.release, excluded.backup, excluded.state, excluded.started_at, excluded.ended_at,
   excluded.duration_ms, excluded.statements, NULL);
`;
}

function values({ ordinal, name, sha256, release, backup }: LedgerEntry): string {
  return [ordinal, literal(name), literal(sha256), literal(release), literal(backup)].join(", ");
}
