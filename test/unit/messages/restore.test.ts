import assert from "node:assert/strict";
import { problemText } from "../../../messages/render";
import { unhealthy } from "../../../operations/exchange";
import { lossOf, parseNow } from "../../../operations/loss";
import { findManifest, renderManifests, type Manifest } from "../../../operations/manifests";

describe("messages: restore, in Chinese", () => {
  const usual = process.env["WEB_SYSTEMS_LANG"];
  before(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  after(() => {
    if (usual === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = usual;
  });

  const manifest = {
    ...{ id: "B1", takenAt: "2026-11-22T02:30:00Z", reason: "scheduled", release: null, bytes: 1536 },
    ...{ migrationHead: "2 b.sql", pinned: true, verifiedAt: null, tables: { item: 100 } },
  } as unknown as Manifest;

  it("a backup that is not there: those that are, and the command that lists them", () =>
    assert.throws(() => findManifest([manifest], "x"), {
      message: "备份 x 不存在。\n  解决方法：指定一个：B1 或 latest（npm run backups 会列出全部）",
    }));

  it("services that are not healthy afterwards: both ways on", () =>
    assert.deepEqual(
      problemText(
        unhealthy({ stack: "prod", service: "database" }, ["api 已不存在：docker logs api"], {
          ...{ kept: "shop_before_1", migrations: ["3 c.sql"] },
        }),
      ).split("\n"),
      [
        "有服务不如之前健康：",
        "  api 已不存在：docker logs api",
        "  恢复的数据库缺少这些服务可能需要的迁移：3 c.sql。",
        "  解决方法：npm run migrate -- apply --stack prod",
        "  或者换回之前的完整数据库：npm run restore -- --back shop_before_1 --stack prod --database database",
      ],
    ));

  it("what is lost, and the list of backups with a name for each column", () => {
    assert.deepEqual(lossOf(manifest, parseNow("table\titem\t120")), [
      "item：现有 120 行，备份中有 100 行：恢复后减少 20 行",
    ]);
    const [heading = "", row = ""] = renderManifests([manifest], new Date("2026-11-22T05:00:00Z")).split(
      "\n",
    );
    assert.equal(heading.trim().split(/ {2,}/).length, 7);
    assert.match(row, /B1 +2 h 30 min +1\.5 KiB +否 +- +scheduled（已固定） +2 b\.sql/);
  });
});
