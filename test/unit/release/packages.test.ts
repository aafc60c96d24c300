import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../../operations/kernel/paths";
import { providePackages } from "../../../operations/releases/checkout";

describe("release: the packages of its source, in a rollback", () => {
  let top = "";
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), "packages-"));
    mkdirSync(join(top, "source", "examples", "shop"), { recursive: true });
    mkdirSync(join(top, "today", "shop"), { recursive: true });
  });
  afterEach(() => rmSync(top, { recursive: true }));

  for (const folder of ["examples/shop", "examples", ""])
    it(`are those of the lock file that is next above its project: "${folder}"`, async () => {
      const source = join(top, "source");
      copyFileSync(join(projectRoot, "package-lock.json"), join(source, folder, "package-lock.json"));
      await providePackages(source, join(source, "examples/shop"), projectRoot);
      assert.equal(readlinkSync(join(source, folder, "node_modules")), join(projectRoot, "node_modules"));
    });

  it("are what is installed for today's project, wherever the commands lie", async () => {
    const [source, today] = [join(top, "source"), join(top, "today")];
    mkdirSync(join(today, "node_modules"));
    for (const folder of [source, today]) writeFileSync(join(folder, "package-lock.json"), "{}");
    await providePackages(source, join(source, "examples/shop"), join(today, "shop"));
    assert.equal(readlinkSync(join(source, "node_modules")), join(today, "node_modules"));
  });
});
