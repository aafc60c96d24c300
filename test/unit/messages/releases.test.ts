import assert from "node:assert/strict";
import type { ReleaseRecord } from "../../../components/release/record";
import { choose } from "../../../operations/releases/choose";
import { renderReleases } from "../../../operations/releases/list";
import { stoppedText } from "../../../operations/releases/rollback";

describe("messages: releases and rollback, in Chinese", () => {
  const usual = process.env["WEB_SYSTEMS_LANG"];
  before(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  after(() => {
    if (usual === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = usual;
  });

  const record = (number: number, result: string) =>
    ({
      number,
      result,
      startedAt: "2026-11-22T02:30:00Z",
      by: "li on host",
      steps: [],
    }) as unknown as ReleaseRecord;

  it("a first release: there is no way back, and what to do instead", () =>
    assert.throws(
      () => choose({ records: [record(1, "succeeded")], unreadable: [] }, { number: 1 }, undefined),
      {
        message: "没有可以回滚到的版本：版本 1 是第一个。\n  解决方法：修正其中的问题，然后运行 pulumi up",
      },
    ));

  it("a rollback that stopped before its update: how the database comes back", () =>
    assert.deepEqual(
      stoppedText(
        "…",
        [{ database: "shop", backup: "B1", back: "npm run restore -- --back x" }],
        false,
      ).split("\n"),
      [
        "…",
        "  在此之前，数据库 shop 已从备份 B1 恢复。",
        "  解决方法：把正在提供服务的版本的数据库换回来：npm run restore -- --back x",
        "  或者排除原因后，再次运行同样的回滚（npm run releases 会显示正在提供服务的版本）",
      ],
    ));

  it("the list: a name for each column, and what became of each release", () => {
    const records = [record(1, "succeeded"), record(2, "started")];
    const [heading = "", last = "", first = ""] = renderReleases(records, { number: 1 }).split("\n");
    assert.equal(heading.trim().split(/ {2,}/).length, 7);
    assert.match(last, /^2 .* 正在运行，或被中断 /);
    assert.match(first, /^1 .* 成功，正在提供服务 /);
  });
});
