import assert from "node:assert/strict";
import { resolve } from "../../components/migration/runner/resolve";
import { engine } from "../support/database-server";
import { migrationCases } from "../support/migration-cases";
import { migrationFaults } from "../support/migration-faults";
import { migrationOperations } from "../support/migration-operations";
import { migrationTools } from "../support/migration-tools";
import { MigrationSuite } from "../support/migration-suite";
import { newest } from "../support/tested-databases";

describe("docker: migrations on MariaDB", function () {
  this.timeout(60_000);
  const suite = new MigrationSuite(newest("MariaDB"));
  migrationCases(suite);
  migrationFaults(suite);
  migrationOperations(suite);
  migrationTools(suite);

  it("DELIMITER, procedures, triggers, conditional comments and Chinese names", async () => {
    const { database } = suite;
    database.write({
      "建表.sql":
        "/*!40101 SET NAMES utf8mb4 */;\nCREATE TABLE 订单 (编号 int, `名;称` varchar(20)); # don't;\nINSERT INTO 订单 VALUES (1, 'it\\'s; 张三'), (2, \"a;\\\"\");\n",
      "过程.sql":
        "DELIMITER //\nCREATE PROCEDURE 加一(IN n int)\nBEGIN\n  DECLARE i int DEFAULT 0;\n  WHILE i < n DO INSERT INTO 订单 VALUES (10 + i, 'x'); SET i = i + 1; END WHILE;\nEND//\nCREATE TRIGGER t BEFORE INSERT ON 订单 FOR EACH ROW BEGIN SET NEW.编号 = NEW.编号 + 100; END//\nDELIMITER ;\nCALL 加一(3);\n",
      "末.sql": "INSERT INTO 订单 VALUES (1, '最后')",
    });
    assert.equal(await database.migrate(), 3);
    assert.equal(await database.query("SELECT count(*), max(编号), min(`名;称`) FROM 订单;"), '6|112|a;"');
    assert.equal(
      await database.query("SELECT name, state, statements FROM migrations_ledger ORDER BY ordinal;"),
      "建表.sql|applied|3\n过程.sql|applied|3\n末.sql|applied|1",
    );
  });

  it("a file that changes rows only leaves nothing when it fails, and says so", async () => {
    const { database } = suite;
    database.write({
      "a.sql": "CREATE TABLE a (id int PRIMARY KEY);\n",
      "b.sql": "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2);\nINSERT INTO a VALUES (1);\n",
    });
    const said = String(await database.migrate());
    assert.match(said, /Ran, and stays: 0 of its 3 statements.*b\.sql line 3: Duplicate entry '1'/s);
    assert.equal(await database.query("SELECT count(*) FROM a;"), "0");
    await assert.rejects(
      resolve(database.target, engine, "a.sql", "applied"),
      /a\.sql is "applied" in the ledger\. To be resolved: b\.sql/,
    );
    await assert.rejects(resolve(database.target, engine, "c.sql", "applied"), /c\.sql is not in the ledger/);
    await resolve(database.target, engine, "b.sql", "applied");
    assert.equal(await database.migrate(), 0);
  });

  it("a data migration over a million rows shows its progress", async () => {
    const { database } = suite;
    database.write({
      "a.sql":
        "CREATE TABLE big (id int PRIMARY KEY, v int);\nINSERT INTO big SELECT seq, 0 FROM seq_1_to_1000000;\n",
      "b.sql": [0, 1]
        .map((part) => `UPDATE big SET v = 1 WHERE id % 2 = ${part};\nSELECT '${part + 1} of 2 parts';\n`)
        .join(""),
    });
    assert.equal(await database.migrate(), 2);
    assert.deepEqual(
      database.said.filter((line) => /of 2 parts/.test(line)),
      ["  | 1 of 2 parts", "  | 2 of 2 parts"],
    );
  });
});
