import assert from "node:assert/strict";
import { compare, type LedgerRow } from "../../../components/migration/ledger";
import { disagreement, lacking, refused } from "../../../components/migration/runner/messages";
import { nameOfWayBack } from "../../../components/migration/sql/halves";
import { lint } from "../../../components/migration/sql/lint";
import { risks } from "../../../components/migration/sql/risks";
import { scan } from "../../../components/migration/sql/scan";

describe("messages: migrations, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });

  it("what a file may lose, by statement", () => {
    const sql = "DROP TABLE a;\nSELECT f(1), g(2);\n";
    assert.deepEqual(
      risks(scan(sql, "MySQL").statements, "MySQL").map(({ says }) => says),
      [
        "第 1 行：DROP TABLE a：会丢失其中的数据",
        "第 2 行：SELECT f(1), g(2)：调用了 f、g，其作用无法判断，执行前应先阅读",
      ],
    );
  });

  it("what would not run as its author means it", () => {
    assert.deepEqual(lint("a.sql", "BEGIN;\nSELECT '", scan("BEGIN;\nSELECT '", "MySQL"), "MySQL"), [
      "a.sql 第 1 行：BEGIN 会破坏该文件的事务，而执行记录也写在这个事务中：删除它",
      "a.sql 第 2 行：此处开始的引号 ' 没有闭合",
    ]);
    assert.match(
      nameOfWayBack("1_a_undo.sql") ?? "",
      /改名为 1_a\.down\.sql（只有 'npm run migrate -- down' /,
    );
  });

  it("a file whose end is not known, with both ways on", () => {
    const row: LedgerRow = {
      ...{ ordinal: 1, name: "1.sql", sha256: "x", state: "started", release: null, backup: null },
      ...{ started_at: "2026-03-01T10:00:00Z", ended_at: null, duration_ms: null, statements: 2 },
      ...{ error: null, kept: null },
    };
    const text = refused({ database: "shop" }, disagreement(compare([], [row])));
    assert.match(
      text,
      /^数据库 shop 的迁移被拒绝；没有执行任何迁移。\n {2}1\.sql 于 2026-03-01 10:00 开始执行/,
    );
    assert.match(text, /\n {4}已知执行过：2 条语句；.*\n {4}执行前的备份：没有备份\n/);
    assert.match(
      text,
      /\n {6}npm run migrate -- resolve 1\.sql --rolled-back .*\n.* --applied .*\n.*'pulumi up'。$/,
    );
  });

  it("what a database lacks", () =>
    assert.match(lacking("shop", ["1.sql", "2.sql"]), /^数据库 shop 缺少 1\.sql、2\.sql，/));
});
