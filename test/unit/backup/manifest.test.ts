import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../support/program";

describe("backups: a manifest", () => {
  const folder = mkdtempSync(join(tmpdir(), "manifest-"));
  after(() => rmSync(folder, { recursive: true }));
  const manifest = join(folder, "20261127-080000-aaaa.json");
  const common = readFileSync(join(root, "components/backup/common.sh"), "utf8");

  async function shell(text: string): Promise<number> {
    const env = { PATH: process.env["PATH"], TMPDIR: folder, BACKUPS: folder, DATABASE: "shop" };
    const child = spawn("sh", ["-c", `${common}${text}\nrm -rf "$work"`], { env, stdio: "inherit" });
    const [code] = (await once(child, "close")) as [number];
    return code;
  }

  it("keeps what two that change it at the same time write", async function () {
    this.timeout(60_000);
    writeFileSync(
      manifest,
      '{\n  "format": 1,\n  "pinned": false,\n  "verifiedAt": "x",\n  "verifiedSeconds": 7\n}\n',
    );
    const many = (field: string) =>
      `for n in $(seq 60); do set_field 20261127-080000-aaaa ${field} "$n" || exit 1; done`;
    assert.deepEqual(await Promise.all([shell(many("pinned")), shell(many("verifiedSeconds"))]), [0, 0]);
    assert.deepEqual(JSON.parse(readFileSync(manifest, "utf8")), {
      ...{ format: 1, pinned: 60, verifiedAt: "x", verifiedSeconds: 60 },
    });
    assert.deepEqual(readdirSync(folder), ["20261127-080000-aaaa.json"]);
  });

  it("is not made of nothing when it is gone", async () => {
    rmSync(manifest);
    assert.notEqual(await shell("set_field 20261127-080000-aaaa pinned true 2>/dev/null || exit 3"), 0);
    assert.deepEqual(
      readdirSync(folder).filter((name) => !name.startsWith("backup.")),
      [],
    );
  });
});
