import assert from "node:assert/strict";
import { confirm } from "../../../operations/confirm";
import { migrateCommand } from "../../../operations/migrate/command";
import { readRestore } from "../../../operations/restore";
import { configOf } from "../../../operations/context/config";
import { render } from "../../../operations/verify";

describe("messages: commands and their arguments, in Chinese", () => {
  const usual = process.env["WEB_SYSTEMS_LANG"];
  before(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  after(() => {
    if (usual === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = usual;
  });

  it("wrong arguments are shown with the usage", async () => {
    assert.throws(
      () => readRestore(["1", "2"]),
      /^UserError: 一次只能恢复一个备份；收到 1、2\n {2}用法：npm run restore /,
    );
    await assert.rejects(migrateCommand(["down", "--stack", "x"]), {
      message: "用法：npm run migrate -- down NAME [--yes]",
    });
  });

  it("a stack without a file", () =>
    assert.rejects(configOf({ folder: "/", stack: "prod", env: {} }, "shop"), {
      message:
        "文件 /Pulumi.prod.yaml 不存在。\n  解决方法：指定一个有栈文件的环境：--stack NAME（现有：无）",
    }));

  it("no terminal to ask on", async () => {
    const { isTTY } = process.stdin;
    process.stdin.isTTY = false;
    try {
      await assert.rejects(confirm("?", "x", false), /未做任何更改：.*\n {2}解决方法：加上 --yes$/);
    } finally {
      process.stdin.isTTY = isTTY;
    }
  });

  it("the results of checks", () => {
    const lines = render([{ group: "http", check: "GET /", seconds: 0.5 }]).split("\n");
    assert.match(lines[0] ?? "", /^分组 +检查 +结果 +秒$/);
    assert.match(lines[1] ?? "", /^http +GET \/ +通过 +0\.50$/);
  });
});
