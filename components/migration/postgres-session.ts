import type { MigrationFile } from "./files";

/** A psql session that applies what is pending, and where each file starts in it. */
export interface Session {
  /** Text for psql's standard input. */
  text: string;
  /** A line a file: `<first line of its SQL in text> <name>`; turns psql's line numbers back into the file's. */
  lines: string;
  /** The line that the session prints last. Without it the session did not run to its end. */
  complete: string;
}

/** Key of the advisory lock that one runner holds: "migrate", as a number. */
const lock = 0x6d696772;

/**
 * Renders one client session that takes a lock, refuses when the ledger and the files do not agree, and applies each pending
 * file in a transaction together with its record. Each decision is made in the session, under the lock, from the ledger: a
 * second runner waits and then finds nothing to do.
 *
 * `psql --single-transaction` is not used: it commits the first half of a text that was cut off. Here a cut text leaves its
 * transaction open, which the server rolls back.
 */
export function postgresSession(files: MigrationFile[]): Session {
  const complete = `migrations complete: ${files.length}`;
  const parts = [preamble(files), ...files.map(applyOne), closing(files, complete)];
  const lines: string[] = [];
  let line = 1;
  parts.forEach((part, at) => {
    const file = files[at - 1];
    if (file) lines.push(`${line + part.before} ${file.name}`);
    line += part.text.split("\n").length - 1;
  });
  return { text: parts.map((part) => part.text).join(""), lines: lines.join("\n"), complete };
}

interface Part {
  text: string;
  /** Lines of the part before the file's own SQL. */
  before: number;
}

function preamble(files: MigrationFile[]): Part {
  const text = `\\set ON_ERROR_STOP on
\\set QUIET on
\\pset tuples_only on
\\pset format unaligned
SET client_min_messages = warning;
SET lock_timeout = '60s';
SELECT pg_advisory_lock(${lock}) AS mg_locked \\gset
SET lock_timeout = 0;
${ledger}
CREATE TEMP TABLE wanted (ordinal int, name text, sha256 text);
${files.map((file) => `INSERT INTO wanted VALUES (${values(file)});`).join("\n")}
${agreement}
`;
  return { text, before: 0 };
}

/** The record of every migration, in the database that it changes. */
const ledger = `CREATE SCHEMA IF NOT EXISTS migrations;
CREATE TABLE IF NOT EXISTS migrations.ledger (
  ordinal int NOT NULL,
  name text PRIMARY KEY,
  sha256 char(64) NOT NULL,
  state text NOT NULL CHECK (state IN ('started', 'applied', 'failed', 'rolled back', 'baseline')),
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  duration_ms int
);
COMMENT ON TABLE migrations.ledger IS 'One row a migration file that was applied to this database';`;

/** Refuses files that were changed or removed after they were applied, and files put before applied ones. */
const agreement = `DO $agreement$
DECLARE problem text;
BEGIN
  SELECT string_agg(line, E'\\n' ORDER BY line) INTO problem FROM (
    SELECT format('%s was changed after it was applied on %s: put its old text back and write the change as a new file',
                  w.name, l.started_at::date) AS line
      FROM wanted w JOIN migrations.ledger l USING (name) WHERE l.state = 'applied' AND l.sha256 <> w.sha256
    UNION ALL
    SELECT format('%s was applied on %s, but is no longer among the files: put it back', l.name, l.started_at::date)
      FROM migrations.ledger l LEFT JOIN wanted w USING (name) WHERE w.name IS NULL
    UNION ALL
    SELECT format('%s stands before files that were applied already: move it to the end of the order', w.name)
      FROM wanted w LEFT JOIN migrations.ledger l USING (name)
     WHERE l.name IS NULL AND w.ordinal < (SELECT max(a.ordinal) FROM wanted a JOIN migrations.ledger USING (name))
  ) AS problems;
  IF problem IS NOT NULL THEN RAISE EXCEPTION USING MESSAGE = problem, ERRCODE = 'MG001'; END IF;
END $agreement$;`;

function applyOne(file: MigrationFile): Part {
  const head = `SELECT NOT EXISTS (SELECT FROM migrations.ledger WHERE name = ${quote(file.name)}) AS mg_pending,
       clock_timestamp() AS mg_started \\gset
\\if :mg_pending
\\echo applying ${file.ordinal} ${file.name}
BEGIN;
`;
  const tail = `
INSERT INTO migrations.ledger
SELECT ${values(file)}, 'applied', :'mg_started', clock_timestamp(),
       extract(epoch FROM clock_timestamp() - :'mg_started'::timestamptz) * 1000;
COMMIT;
\\endif
`;
  return { text: head + file.sql + tail, before: head.split("\n").length - 1 };
}

/** The last word comes from the ledger, not from psql's exit code, which is 0 for a text that was cut off. */
function closing(files: MigrationFile[], complete: string): Part {
  const text = `SELECT '${complete}' FROM migrations.ledger JOIN wanted USING (name, sha256) HAVING count(*) = ${files.length};
`;
  return { text, before: 0 };
}

function values(file: MigrationFile): string {
  return `${file.ordinal}, ${quote(file.name)}, '${file.sha256}'`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
