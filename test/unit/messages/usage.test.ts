import assert from "node:assert/strict";
import { commands } from "../../../operations/commands";
import { helpText } from "../../../operations/usage";
import { npmCall, ownCommands } from "../../../toolchain/commands";

describe("messages: --help, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });

  it("of a command for operators: its ways, options and an example", () => {
    const { about, usage } = commands["restore"]!;
    const text = helpText(npmCall("restore"), about, usage);
    assert.match(text, /^从备份恢复数据库，或其中一张表\n\n用法：npm run restore -- ID\|latest \[--yes\]/);
    assert.match(text, /\n或： +npm run restore -- --back KEPT \[--yes\]\n/);
    assert.match(text, /\n {2}--yes +更改前不询问\n/);
    assert.match(text, /\n示例：npm run restore -- latest --beside$/);
  });

  it("of every command: a line that is not the English one", () => {
    for (const [name, { about }] of Object.entries({ ...commands, ...ownCommands }))
      assert.match(about, /\p{Script=Han}/u, name);
  });
});
