import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readMigrations } from "../../../components/migration/files";
import { postgresSession } from "../../../components/migration/postgres-session";

describe("migration: the folder of SQL files", () => {
  let folder: string;
  const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "migrations-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("lists files in the order of order.txt, whatever their names", () => {
    write("order.txt", "# payments\nb.sql\n\na\n");
    write("a.sql", "SELECT 1;");
    write("b.sql", "SELECT 2;");
    const { files, mistakes } = readMigrations(folder);
    assert.deepEqual(mistakes, []);
    assert.deepEqual(
      files.map(({ ordinal, name }) => [ordinal, name]),
      [
        [1, "b.sql"],
        [2, "a.sql"],
      ],
    );
  });

  it("names every file that is missing, listed twice or not listed", () => {
    write("order.txt", "a.sql\na.sql\ngone.sql\n");
    write("a.sql", "SELECT 1;");
    write("forgotten.sql", "SELECT 2;");
    const { mistakes } = readMigrations(folder);
    assert.equal(mistakes.length, 3);
    assert.match(mistakes[0] ?? "", /^gone\.sql is listed in order\.txt, but is not in/);
    assert.match(mistakes[1] ?? "", /^a\.sql is listed twice/);
    assert.match(mistakes[2] ?? "", /^forgotten\.sql is in .*, but not in order\.txt: add it/);
  });

  it("asks for an order file", () => {
    assert.match(readMigrations(folder).mistakes[0] ?? "", /order\.txt is missing: list the SQL files there/);
  });

  it("refuses a byte order mark, another encoding and an empty file", () => {
    write("order.txt", "bom.sql\ngbk.sql\nempty.sql\n");
    write("bom.sql", "\uFEFFSELECT 1;");
    write("gbk.sql", Buffer.from([0x2d, 0x2d, 0x20, 0xd6, 0xd0, 0xce, 0xc4, 0x0a]));
    write("empty.sql", "\n");
    const { mistakes } = readMigrations(folder);
    assert.deepEqual(
      mistakes.map((mistake) => mistake.split(":")[0]),
      ["bom.sql starts with a byte order mark", "gbk.sql is not UTF-8", "empty.sql is empty"],
    );
  });

  it("knows where each file starts in the session", () => {
    write("order.txt", "a.sql\nb.sql\n");
    write("a.sql", "SELECT 'first of a';\nSELECT 2;\n");
    write("b.sql", "SELECT 'first of b';");
    const { text, lines } = postgresSession(readMigrations(folder).files);
    const at = (line: number) => text.split("\n")[line - 1];
    const starts = lines.split("\n").map((row) => row.split(" "));
    assert.deepEqual(
      starts.map(([, name]) => name),
      ["a.sql", "b.sql"],
    );
    assert.deepEqual(
      starts.map(([line]) => at(Number(line))),
      ["SELECT 'first of a';", "SELECT 'first of b';"],
    );
  });
});
