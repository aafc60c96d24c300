import assert from "node:assert/strict";
import { judgeEngine } from "../../../operations/kernel/other-engine";
import { describeStateLock, parseStateLock, remedyForStateLock } from "../../../operations/kernel/state-lock";
import { remedyForNote } from "../../../operations/kernel/state-notes";
import { alignedTable } from "../../../operations/kernel/table";

describe("what every command may say, in Chinese", () => {
  const language = process.env["WEB_SYSTEMS_LANG"];
  before(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  after(() => {
    if (language === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = language;
  });

  it("who holds the lock of a state, and what to do", () => {
    const text = JSON.stringify({ pid: 4711, username: "ann", hostname: "there", timestamp: "2026-11-22" });
    const lock = parseStateLock(text, "here", () => true);
    assert.equal(describeStateLock(lock), "there 上的 ann，进程 4711，开始于 2026-11-22");
    assert.match(
      remedyForStateLock(lock, "prod"),
      /ps 4711.*npm run unlock -- --stack prod --owner-is-gone$/,
    );
    const cut = parseStateLock(text.slice(0, 9), "here", () => false);
    assert.equal(describeStateLock(cut), "here 上的未知用户，进程 0，已不再运行，开始于未知时间");
  });

  it("another engine than that of the state, and a damaged note", () => {
    const engine = { id: "1", name: "build", root: "/var/lib/docker" };
    const known = { containers: ["c1"], engines: [] };
    assert.match(judgeEngine(engine, [], known) ?? "", /^当前引擎 build.*上没有状态所记录的那个容器/);
    assert.match(remedyForNote("error: EOF", "prod") ?? "", /npm run unlock -- --stack prod/);
  });

  it("a table of both languages is aligned by cells", () =>
    assert.equal(
      alignedTable([
        ["名称", "x"],
        ["web", "第一、二"],
        ["：", "y"],
      ]),
      "名称  x\nweb   第一、二\n：    y",
    ));
});
