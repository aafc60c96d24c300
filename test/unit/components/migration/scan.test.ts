import assert from "node:assert/strict";
import type { Language } from "../../../../components/database/client/dialect";
import { lint } from "../../../../components/migration/sql/lint";
import { scan } from "../../../../components/migration/sql/scan";

const texts = (sql: string, language: Language) =>
  scan(sql, language).statements.map(({ text }) => text.replace(/\s+/g, " "));

describe("migration: statements of a file", () => {
  const cases: [Language, string, string, string[]][] = [
    [
      "PostgreSQL",
      "a quote doubled, and a ; in it",
      "SELECT 'it''s; x'; SELECT 2;",
      ["SELECT 'it''s; x'", "SELECT 2"],
    ],
    [
      "PostgreSQL",
      "a backslash in a standard string",
      "SELECT 'a\\'; SELECT 2;",
      ["SELECT 'a\\'", "SELECT 2"],
    ],
    ["PostgreSQL", "an escape string", "SELECT E'it\\'s; x'; SELECT 2", ["SELECT E'it\\'s; x'", "SELECT 2"]],
    [
      "PostgreSQL",
      "a word that ends in e before a string",
      "SELECT date'a\\'; SELECT 2",
      ["SELECT date'a\\'", "SELECT 2"],
    ],
    [
      "PostgreSQL",
      "dollar quotes",
      "CREATE FUNCTION f() AS $b$ BEGIN; x; $$ END $b$; SELECT 2;",
      ["CREATE FUNCTION f() AS $b$ BEGIN; x; $$ END $b$", "SELECT 2"],
    ],
    [
      "PostgreSQL",
      "a dollar in a name",
      "SELECT a$b$c; SELECT $1; SELECT 2",
      ["SELECT a$b$c", "SELECT $1", "SELECT 2"],
    ],
    [
      "PostgreSQL",
      "nested comments",
      "/* a /* b; */ c; */ SELECT 1; -- don't; x\nSELECT 2",
      ["SELECT 1", "SELECT 2"],
    ],
    [
      "PostgreSQL",
      "a body with BEGIN ATOMIC",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2; END; SELECT 3;",
      [
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2; END",
        "SELECT 3",
      ],
    ],
    [
      "PostgreSQL",
      "a rule with two commands in parentheses",
      "CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2); SELECT 3;",
      ["CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2)", "SELECT 3"],
    ],
    [
      "PostgreSQL",
      "data of COPY",
      "COPY a FROM stdin;\n1\tit's; x\n\\.\nSELECT 2;",
      ["COPY a FROM stdin", "SELECT 2"],
    ],
    [
      "PostgreSQL",
      "Chinese names",
      'SELECT "名;称", 订单 FROM 表; SELECT 2;',
      ['SELECT "名;称", 订单 FROM 表', "SELECT 2"],
    ],
    ["MySQL", "a # comment", "# don't; x\nSELECT 1; SELECT '-- x;';", ["SELECT 1", "SELECT '-- x;'"]],
    ["MySQL", "two minus signs that are none", "SELECT 5--1; SELECT 2", ["SELECT 5--1", "SELECT 2"]],
    [
      "MySQL",
      "quotes of three kinds",
      "SELECT 'it\\'s;', \"a;\\\"\", `b;`; SELECT 2",
      ["SELECT 'it\\'s;', \"a;\\\"\", `b;`", "SELECT 2"],
    ],
    [
      "MySQL",
      "DELIMITER",
      "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\ndelimiter ;\nSELECT 2;",
      ["CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2"],
    ],
    [
      "MySQL",
      "a conditional comment",
      "/*!40101 SET NAMES utf8 */; SELECT 1;",
      ["/*!40101 SET NAMES utf8 */", "SELECT 1"],
    ],
  ];
  for (const [language, what, sql, expected] of cases)
    it(`${language}: ${what}`, () => assert.deepEqual(texts(sql, language), expected));

  it("knows where each statement begins and ends, also after data and comments", () => {
    const sql = "-- a\n/* b\n*/ CREATE TABLE x (\n  y text);\nCOPY x FROM stdin;\na\nb\n\\.\n\nSELECT 1";
    const { statements } = scan(sql, "PostgreSQL");
    assert.deepEqual(
      statements.map(({ line, lastLine, ended }) => [line, lastLine, ended]),
      [
        [3, 4, true],
        [5, 5, true],
        [10, 10, false],
      ],
    );
    assert.equal(sql.slice(statements[1]?.end), "\n\nSELECT 1");
  });

  it("leaves no words of strings, comments and bodies in what is searched", () => {
    const [statement] = scan(
      "UPDATE a -- DROP\nSET b = 'DELETE', c = $x$TRUNCATE$x$ /* ALTER */;",
      "PostgreSQL",
    ).statements;
    assert.equal(statement?.code, "UPDATE a SET b = '', c = ''");
  });

  it("finds commands to the client, and what is never closed", () => {
    assert.deepEqual(scan("SELECT 1;\n\\c other\nSELECT 2 \\gexec\n", "PostgreSQL").commands, [
      { line: 2, text: "\\c other" },
      { line: 3, text: "\\gexec" },
    ]);
    assert.deepEqual(scan("SELECT 1;\nsource x.sql\n", "MySQL").commands, [
      { line: 2, text: "source x.sql" },
    ]);
    for (const [sql, what] of [
      ["SELECT 'a", "quote '"],
      ["\nSELECT $a$ $b$", "quote $a$"],
      ["/* a /* b */", "comment /*"],
      ["COPY a FROM stdin;\n1\n", "data of COPY (it ends with a line \\.)"],
    ] as const)
      assert.ok(
        lint("a.sql", sql, scan(sql, "PostgreSQL"), "PostgreSQL").some((line) =>
          line.endsWith(`: the ${what} that opens here is never closed`),
        ),
        what,
      );
  });

  it("takes a megabyte of data as the one statement that it is", () => {
    const sql = `INSERT INTO a VALUES ${"('it''s', 1), ".repeat(80_000)}('x', 2);\n`;
    assert.equal(scan(sql, "PostgreSQL").statements.length, 1);
  });
});
