import assert from "node:assert/strict";
import { problemText } from "../../../messages/render";
import { ownerOf } from "../../../components/engine/owner";
import { held } from "../../../components/lock/take";

describe("messages: the lock of a stack, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });
  const lock = { id: "1", command: "pulumi up", since: "2026-11-22T08:00:00Z" };
  const owner = { ...ownerOf(process.pid), who: "ann@host1" };

  it("names who holds it, since when, and how to let it end", () => {
    const text = problemText(held("prod", { ...lock, owner }));
    assert.match(
      text,
      /^环境 prod 正在变更：ann@host1 的 pulumi up，进程 \d+，仍在运行，开始于 2026-11-22T08:00:00Z。\n {2}解决方法：/,
    );
    assert.match(text, new RegExp(`kill -INT ${process.pid}`));
  });

  it("of an owner that is gone, with the command that releases it", () =>
    assert.match(
      problemText(held("prod", { ...lock, owner: { ...owner, boot: "another" } })),
      /已不再运行.*\n {2}解决方法：npm run unlock -- --stack prod$/,
    ));

  it("of an owner elsewhere, with what to ask first", () =>
    assert.match(
      problemText(held("prod", { ...lock, owner: { ...owner, place: "elsewhere" } })),
      /解决方法：询问 ann@host1：pulumi up .*（ps \d+）.*npm run unlock -- --stack prod --owner-is-gone$/,
    ));
});
