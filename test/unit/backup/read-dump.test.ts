import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../../support/program";

const folder = join(root, "components/backup");
const script = ["common.sh", "../database/mysql/backup.sh"]
  .map((name) => readFileSync(join(folder, name), "utf8"))
  .join("");

/** As MySQL writes it: many rows a line. Debian has no MySQL server, so its dumps are not seen by the other tests. */
const dump = `-- MySQL dump 10.13  Distrib 8.0.36
--
-- Table structure for table \`item\`
--
CREATE TABLE \`item\` (
  \`id\` int NOT NULL
);
--
-- Dumping data for table \`item\`
--

LOCK TABLES \`item\` WRITE;
/*!40000 ALTER TABLE \`item\` DISABLE KEYS */;
INSERT INTO \`item\` VALUES (1,'a'),(2,'it\\'s (\\\\'),(3,'),('),(4,NULL),(5,_binary '\\0),(\\'');
INSERT INTO \`item\` VALUES (6,'),(\\n(7'),(7,0x00FF);
/*!40000 ALTER TABLE \`item\` ENABLE KEYS */;
UNLOCK TABLES;
--
-- Table structure for table \`odd \`\`name\`
--
--
-- Dumping data for table \`odd \`\`name\`
--
LOCK TABLES \`odd \`\`name\` WRITE;
INSERT INTO \`odd \`\`name\` VALUES
(1,'a'),
(2,'),('),
(3,'(');
UNLOCK TABLES;
--
-- Table structure for table \`empty\`
--
CREATE PROCEDURE \`trick\`()
BEGIN
INSERT INTO \`item\` VALUES (8,'x'),(9,'y');
INSERT INTO item VALUES
(10,'z');
END ;;
-- Dump completed on 2026-11-22  2:30:04
`;

describe("backups: reading a dump of MySQL to its end", () => {
  const work = mkdtempSync(join(tmpdir(), "read-dump-"));
  after(() => rmSync(work, { recursive: true }));

  /** The rows by table, or undefined when the dump counts as damaged. */
  function read(bytes: Buffer): string[] | undefined {
    writeFileSync(join(work, "dump.sql.gz"), bytes);
    const env = { ...process.env, TMPDIR: work, DATABASE: "x", BACKUPS: work, CONNECT: "", CLIENT: "mysql" };
    const { status } = spawnSync(
      "sh",
      ["-c", `${script}\nread_dump "$BACKUPS/dump.sql.gz" "$BACKUPS/rows"`],
      { env },
    );
    return status === 0 ? readFileSync(join(work, "rows"), "utf8").trim().split("\n") : undefined;
  }

  it("counts the rows of each table, whatever texts and routines look like", () =>
    assert.deepEqual(read(gzipSync(dump)), ["empty\t0", "item\t7", "odd `name\t3"]));

  it("takes it for damaged when any of its last bytes is missing", () => {
    const whole = gzipSync(dump);
    for (let missing = 1; missing <= 16; missing++)
      assert.equal(
        read(whole.subarray(0, whole.length - missing)),
        undefined,
        `${missing} bytes are missing`,
      );
  });

  it("takes it for damaged when it was compressed as a whole but ended early", () =>
    assert.equal(read(gzipSync(dump.slice(0, dump.lastIndexOf("-- Dump completed")))), undefined));

  it("takes it for damaged when a byte of it is another one", () => {
    const changed = gzipSync(dump);
    const middle = Math.floor(changed.length / 2);
    changed[middle] = (changed[middle] ?? 0) ^ 1;
    assert.equal(read(changed), undefined);
  });
});
