import { literal as plain, type Dialect, type LedgerEntry } from "../client/dialect";

/** Locks belong to the server: this one is named for the database. */
const lock = "CONCAT('migrations.', SHA1(DATABASE()))";

const settings = (lockWait: number) =>
  `SET SESSION sql_mode = @@GLOBAL.sql_mode, foreign_key_checks = 1, unique_checks = 1, lock_wait_timeout = ${lockWait}, ` +
  `innodb_lock_wait_timeout = ${lockWait}, autocommit = 0;`;

/** Statements that the client sends as one: each that it sends alone is a way to the server and back. */
const together = (...statements: string[]) => `DELIMITER $$\n${statements.join("\n")}$$\nDELIMITER ;\n`;

/**
 * MySQL and MariaDB by their own client. Each change of the schema commits, so a file cannot be rolled back: its start is recorded before
 * it, and how many of its statements stay is recorded in the same transactions as their changes.
 */
export const mysql: Dialect = {
  language: "MySQL",
  options:
    "--batch --raw --skip-column-names --unbuffered --skip-reconnect --default-character-set=utf8mb4 --comments",
  readOnly: "SET SESSION TRANSACTION READ ONLY;\n",
  usualDelimiter: "DELIMITER ;\n",
  quiet: "",
  opening: (_, lockWait) => `${settings(lockWait)}\n`,
  reset: (_, lockWait) => settings(lockWait),
  mark: (line) => `SELECT '${line}';\n`,
  tryLock: `SELECT GET_LOCK(${lock}, 0);\nCOMMIT;\n`,
  lockHolder: `SELECT CONCAT('connection ', id, ' of the server (', user, ', since ', time, ' s ', LOWER(command), ')')
  FROM information_schema.processlist WHERE id = IS_USED_LOCK(${lock});
`,
  connection: "SELECT CONNECTION_ID();\n",
  blockers: (
    connection,
  ) => `SELECT CONCAT('connection ', p.id, ' of the server (', p.user, ', its transaction open for ',
       TIMESTAMPDIFF(SECOND, t.trx_started, NOW()), ' s): ', COALESCE(LEFT(p.info, 80), LOWER(p.command)))
  FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
 WHERE p.id <> ${connection}
   AND (EXISTS (SELECT 1 FROM information_schema.processlist WHERE id = ${connection} AND state LIKE 'Waiting for%lock%')
     OR EXISTS (SELECT 1 FROM information_schema.innodb_trx WHERE trx_mysql_thread_id = ${connection} AND trx_state = 'LOCK WAIT'));
`,
  ledger: `CREATE TABLE IF NOT EXISTS migrations_ledger (
  ordinal INT NOT NULL,
  name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  sha256 CHAR(64) NOT NULL,
  state ENUM('started', 'applied', 'failed', 'rolled back', 'baseline') NOT NULL,
  \`release\` VARCHAR(255),
  backup VARCHAR(255),
  started_at DATETIME(3) NOT NULL COMMENT 'UTC',
  ended_at DATETIME(3) COMMENT 'UTC',
  duration_ms BIGINT,
  statements INT,
  error TEXT,
  kept VARCHAR(255)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COMMENT = 'One row a migration file that was applied to this database';
`,
  tables: `SELECT CONCAT('tables: ', COUNT(*)) FROM information_schema.tables
 WHERE table_schema = DATABASE() AND table_type <> 'VIEW' AND table_name <> 'migrations_ledger';
`,
  rows: `SELECT JSON_OBJECT('ordinal', ordinal, 'name', name, 'sha256', sha256, 'state', state, 'release', \`release\`, 'backup', backup,
  'started_at', DATE_FORMAT(started_at, '%Y-%m-%dT%TZ'), 'ended_at', DATE_FORMAT(ended_at, '%Y-%m-%dT%TZ'), 'duration_ms', duration_ms,
  'statements', statements, 'error', error, 'kept', kept) FROM migrations_ledger ORDER BY ordinal, name;
COMMIT;
`,
  noLedger: /ERROR 1146 .*migrations_ledger/,
  started: (entry) => together(upsert(entry, "'started', UTC_TIMESTAMP(3), NULL, NULL, 0")),
  progress: (name, statements, delimiter) =>
    ` UPDATE migrations_ledger SET statements = ${statements} WHERE name = ${literal(name)}${delimiter} COMMIT${delimiter}`,
  ended: (name, statements, reset) =>
    together(
      `UPDATE migrations_ledger SET state = 'applied', statements = ${statements}, ended_at = UTC_TIMESTAMP(3), error = NULL,`,
      `duration_ms = TIMESTAMPDIFF(MICROSECOND, started_at, UTC_TIMESTAMP(3)) DIV 1000 WHERE name = ${literal(name)};`,
      "COMMIT;",
      reset,
    ),
  failed: (entry, error) =>
    `UPDATE migrations_ledger SET error = ${literal(error)} WHERE name = ${literal(entry.name)} AND state = 'started';
COMMIT;
`,
  resolve: (name, state, from = "started") =>
    `UPDATE migrations_ledger SET state = ${literal(state)}, ended_at = UTC_TIMESTAMP(3) WHERE name = ${literal(name)} AND state = ${literal(from)};
COMMIT;
`,
  keep: (names, reason) =>
    `UPDATE migrations_ledger SET kept = ${literal(reason)} WHERE name IN (${names.map(literal).join(", ")});\nCOMMIT;\n`,
  baseline: (entry) => upsert(entry, "'baseline', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), NULL, NULL"),
  error: (stderr) => {
    const found = /^ERROR (\d+)(?: \(\w+\))?(?: at line (\d+))?: ([^]*)/m.exec(stderr);
    if (!found) return { message: stderr.trim() };
    const message = `${found[3]?.trim()} (error ${found[1]})`;
    return { ...(found[2] !== undefined && { line: Number(found[2]) }), message };
  },
  news: () => undefined,
};

function upsert({ ordinal, name, sha256, release, backup }: LedgerEntry, rest: string): string {
  const values = [ordinal, literal(name), literal(sha256), literal(release), literal(backup)].join(", ");
  const columns =
    "ordinal, name, sha256, `release`, backup, state, started_at, ended_at, duration_ms, statements";
  const taken = columns.split(", ").filter((column) => column !== "name");
  return `INSERT INTO migrations_ledger (${columns}) VALUES (${values}, ${rest})
ON DUPLICATE KEY UPDATE ${taken.map((column) => `${column} = VALUES(${column})`).join(", ")}, error = NULL;
COMMIT;
`;
}

/** Backslashes doubled: the server reads them as escapes unless its mode says otherwise. */
function literal(text: string | undefined): string {
  return text === undefined ? "NULL" : plain(text.replaceAll("\\", "\\\\"));
}
