import assert from "node:assert/strict";
import { judgeMigrations } from "../../../operations/doctor/migrations";
import { judgeReleases } from "../../../operations/doctor/releases";
import { render } from "../../../operations/doctor/doctor";
import { findings } from "../../../operations/doctor/finding";
import type { LedgerRow } from "../../../components/migration/ledger";
import type { ReleaseRecord } from "../../../components/release/record";

describe("the doctor in Chinese", () => {
  const language = process.env["WEB_SYSTEMS_LANG"];
  before(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  after(() => {
    if (language === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = language;
  });

  it("is a table whose columns stay aligned where a letter takes two cells", () =>
    assert.equal(
      render(
        [
          findings("engine").ok("Docker 20.10"),
          findings("releases").problem("第一行\n第二行", "先做这个\n再做那个"),
        ],
        "prod（系统 shop）",
      ),
      [
        "结论  检查      情况",
        "正常  引擎      Docker 20.10",
        "问题  发布版本  第一行",
        "                第二行",
        "      解决方法：先做这个",
        "                再做那个",
        "环境 prod（系统 shop）：1 个问题，0 个警告。",
      ].join("\n"),
    ));

  it("says of a release that failed what serves, and the commands", () => {
    const record = (number: number, result: string) =>
      ({ number, result, stack: "prod", failure: { step: "site-ready", cause: "" } }) as ReleaseRecord;
    const [found] = judgeReleases(
      { records: [record(2, "succeeded"), record(3, "failed")], unreadable: [] },
      { number: 2 },
    );
    assert.equal(found?.found, "版本 3 在提供服务之前失败于步骤 site-ready；正在提供服务的是版本 2");
    for (const command of ["npm run releases -- 3", "pulumi up", "npm run rollback -- --to 2"])
      assert.ok(found.remedy?.includes(command), command);
  });

  it("says of a migration that failed half-way how much ran, and both ways on", () => {
    const file = { name: "002_b.sql", path: "002_b.sql", ordinal: 1, sha256: "0".repeat(64), sql: "" };
    const row = { ...file, state: "started", error: "Duplicate column", statements: 1 } as unknown;
    const judged = { job: { database: "shop" }, files: [file], mistakes: [], settled: false };
    const [found] = judgeMigrations(judged, [row as LedgerRow], " --stack prod");
    assert.match(found?.found ?? "", /^002_b\.sql 在数据库 shop 上执行到一半失败（已执行其中 1 条语句/);
    assert.match(
      found?.remedy ?? "",
      /npm run migrate -- resolve 002_b\.sql --rolled-back 或 --applied --stack prod$/,
    );
  });
});
