import assert from "node:assert/strict";
import { changes, type ReleaseRecord } from "../../../components/release/record";
import { said } from "../../../components/service/candidates";
import { serviceMistakes, type ServiceArgs } from "../../../components/service/arguments";

describe("messages: a release and its services, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });

  it("what is different from the one before", () => {
    const record = (configuration: Record<string, string>, more: Partial<ReleaseRecord> = {}) =>
      ({ number: 1, configuration, ...more }) as ReleaseRecord;
    const now = record(
      { "web.version": "1.1", KEY: "secret:b" },
      { rollbackTo: 7, migrations: ["010_x.sql"] },
    );
    assert.deepEqual(changes(record({ "web.version": "1.0", KEY: "secret:a", gone: "x" }), now), [
      ...["回滚到版本 7", "更改 KEY（机密）", "删除 gone", "web.version 1.0 → 1.1", "执行迁移 010_x.sql"],
    ]);
  });

  it("what a failed one left, with the ways to go on", () => {
    const container = { id: "1", name: "shop-prod-jobs-0000002", created: 2 };
    const kept = { ...container, running: true, instead: true, setAside: false };
    assert.match(
      said({ stop: [], kept: [kept], switched: false }).join("\n"),
      /"instead"）：shop-prod-jobs-0000002\n {2}解决方法：.*'pulumi up'；或运行 npm run rollback$/,
    );
  });

  it("a mistake in a service's arguments, by its path", () =>
    assert.deepEqual(
      serviceMistakes("app", { port: 70000, health: { path: "/a b" }, memory: 64 } as ServiceArgs),
      [
        "app.port：应为 1 到 65535，实际为 70000",
        'app.health.path："/a b" 不能作为请求的路径；解决方法：写成 /a%20b',
      ],
    ));
});
