import assert from "node:assert/strict";
import type { LedgerState } from "../../../../components/database/client/dialect";
import { compare, type LedgerRow } from "../../../../components/migration/ledger";
import { fileText } from "../../../../components/migration/runner/file-text";
import { mysql } from "../../../../components/database/mysql/dialect";
import { placeOf } from "../../../../components/migration/runner/messages";
import { postgres } from "../../../../components/database/postgres/dialect";
import { reported } from "../../../../components/seed/runner";

const file = (ordinal: number, name: string, sql = "") => ({
  ordinal,
  name,
  path: name,
  sha256: `hash of ${name}`,
  sql,
});
const row = (ordinal: number, name: string, state: LedgerState = "applied"): LedgerRow => ({
  ...{
    ordinal,
    name,
    sha256: `hash of ${name}`,
    state,
    release: null,
    backup: null,
    started_at: "2026-01-02T03:04:05Z",
  },
  ...{ ended_at: null, duration_ms: null, statements: null, error: null, kept: null },
});
const entry = { ordinal: 1, name: "a.sql", sha256: "h", release: "r", backup: undefined };

describe("migration: files and the ledger", () => {
  const files = [file(1, "a"), file(2, "b"), file(3, "c")];

  it("what is not recorded is pending, and so is what was rolled back", () => {
    const { pending, problems, blocked } = compare(files, [
      row(1, "a", "baseline"),
      row(2, "b", "failed"),
      row(3, "gone", "rolled back"),
    ]);
    assert.deepEqual([pending.map(({ name }) => name), problems, blocked], [["b", "c"], [], []]);
  });

  it("edited, missing and misplaced files are named, all at once, and one that did not end", () => {
    const { problems, blocked } = compare(files, [
      { ...row(1, "a"), sha256: "other" },
      row(3, "c", "started"),
      row(4, "gone"),
    ]);
    assert.deepEqual(problems, [
      "a was changed after it was applied on 2026-01-02: restore its old text and write the change as a new file",
      "b comes before files that are already applied: move it to the end of the order",
      "gone was applied on 2026-01-02, but is no longer among the files: restore it",
    ]);
    assert.deepEqual(
      blocked.map(({ name }) => name),
      ["c"],
    );
  });

  it("a framework's own row is no file", () =>
    assert.deepEqual(compare([], [row(0, "manage.py migrate")]).problems, []));
});

describe("migration: a file on its way to the client", () => {
  it("PostgreSQL: begins a transaction before it and ends it after its record, also without a last semicolon", () => {
    const { text, before } = fileText(
      file(1, "a.sql", "SELECT 1;\nSELECT 2 -- end"),
      entry,
      postgres,
      "RESET ALL;\n",
    );
    assert.equal(before, 1);
    assert.match(
      text,
      /^BEGIN;\nSELECT 1;\nSELECT 2 -- end\n;\nINSERT INTO migrations\.ledger [^]*COMMIT;\nRESET ALL;\n$/,
    );
  });

  it("MySQL: records after each statement that commits, on the same line and with the delimiter in force", () => {
    const sql =
      "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2);\nALTER TABLE a ADD b int; -- x\nDELIMITER //\nCREATE TRIGGER t BEGIN SELECT 1; END//\nUPDATE a SET b = 1//\n";
    const { text, before } = fileText(file(1, "a.sql", sql), entry, mysql, "SET a = 1;");
    assert.match(
      text,
      /^DELIMITER \$\$\nINSERT INTO migrations_ledger [^]*'started'[^]*COMMIT;\n\$\$\nDELIMITER ;\nINSERT INTO a/,
    );
    const count = (number: number, delimiter: string) =>
      ` UPDATE migrations_ledger SET statements = ${number} WHERE name = 'a.sql'${delimiter} COMMIT${delimiter}`;
    assert.deepEqual(text.split("\n").slice(before, before + 6), [
      "INSERT INTO a VALUES (1);",
      `INSERT INTO a VALUES (2);${count(2, ";")}`,
      `ALTER TABLE a ADD b int;${count(3, ";")} -- x`,
      "DELIMITER //",
      `CREATE TRIGGER t BEGIN SELECT 1; END//${count(4, "//")}`,
      "UPDATE a SET b = 1//",
    ]);
    assert.match(
      text,
      /\nDELIMITER ;\nDELIMITER \$\$\nUPDATE migrations_ledger SET state = 'applied', statements = 5,[^]*COMMIT;\nSET a = 1;\$\$\nDELIMITER ;\n$/,
    );
  });

  it("an error is found at the line that the server quotes, else at the one that the client names", () => {
    const sql = "SELECT 1;\nUPDATE a\n  SET nope = 1\n  WHERE b;\n";
    const at = (message: string) => placeOf(file(1, "a.sql", sql), { line: 5, message }, 1, postgres);
    assert.deepEqual(at("no column\nLINE 2:   SET nope = 1"), [
      "a.sql line 3: no column",
      "LINE 2:   SET nope = 1",
      "(statement 2 of 2)",
    ]);
    assert.deepEqual(at("no column"), ["a.sql line 4: no column", "(statement 2 of 2)"]);
  });
});

describe("seed: what it reports", () => {
  it("says a row of four in words, and shows another as it is", () => {
    assert.equal(reported("permissions|3|34|37"), "  permissions: 3 created, 34 already there, 37 in total");
    assert.equal(reported("x\t1\t2\t3"), "  x: 1 created, 2 already there, 3 in total");
    assert.equal(reported("a|b"), "  | a|b");
  });
});
