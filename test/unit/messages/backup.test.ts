import assert from "node:assert/strict";
import { backupsMistakes, type BackupsArgs } from "../../../components/backup/arguments";
import type { Database } from "../../../components/database/database";
import { products } from "../../../components/database/products";

describe("messages: backups, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });

  it("arguments, with what to write instead", () => {
    const database = { product: products.postgresql } as unknown as Database;
    const args: BackupsArgs = { database, schedule: { at: "25:00" }, retention: { daily: -1 }, memory: 128 };
    assert.deepEqual(backupsMistakes("shop_backup", args), [
      'schedule.at：“25:00” 不是一天中的时刻，正确的例如 "02:30"',
      "retention.daily：-1 不是大于或等于 0 的整数",
      "memory：128 MiB 太小，不够运行恢复测试的服务器：至少设为 256 MiB",
    ]);
  });
});
