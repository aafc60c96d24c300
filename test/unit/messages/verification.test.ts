import assert from "node:assert/strict";
import type { Outcome } from "../../../components/verification/checks";
import { outcomeOf } from "../../../components/verification/http";
import { afterwards, failures } from "../../../components/verification/report";
import { tableFailure } from "../../../components/verification/tables";

describe("messages: the verification, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });

  it("what failed: expected, found, and what to do", () => {
    const answer = { code: 0, output: "HTTP/1.1 500 X\r\n\r\n\n0.250" };
    const where = { container: "shop-nginx", docker: "docker" };
    const http = outcomeOf({ path: "/health", contains: "ok" }, answer, where);
    const failure = tableFailure({ table: "o" }, undefined, "shop");
    const table: Outcome = { group: "db", check: "表 o", seconds: 0, ...(failure && { failure }) };
    assert.equal(
      failures([http, table, { group: "http", check: "GET /", seconds: 0 }]),
      [
        "系统运行不正常：",
        "  http：GET /health：期望：状态码 200 至 299、响应体含有 “ok”；实际：状态码 500、响应体不含该内容",
        "    解决方法：查看 docker logs shop-nginx，以及其后端服务的日志：npm run doctor 会列出容器",
        "  db：表 o：期望：表 o；实际：数据库 shop 中没有该表",
        "    解决方法：用 npm run migrate -- verify 查看与文件的其他差异；用 npm run restore 找回丢失的行",
        "上线验证：3 项检查中 1 项通过，2 项失败。",
      ].join("\n"),
    );
  });

  it("what serves then", () =>
    assert.deepEqual(afterwards({ served: true, number: 7 }), [
      "尽管检查失败，版本 7 已在提供服务。",
      "  解决方法：排除上述故障，然后再次运行 'pulumi up'；或者回滚：npm run rollback",
    ]));
});
