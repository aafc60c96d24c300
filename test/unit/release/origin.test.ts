import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { originOf, packSource } from "../../../components/release/origin";

describe("release: where it comes from", () => {
  const before = process.cwd();
  let top: string;
  beforeEach(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), "origin-")));
    mkdirSync(join(top, "examples", "shop"), { recursive: true });
    mkdirSync(join(top, "node_modules"));
    for (const file of ["package.json", "compile.cjs", "examples/shop/index.ts", "node_modules/big.js"])
      writeFileSync(join(top, file), "");
    process.chdir(join(top, "examples", "shop"));
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(top, { recursive: true });
  });

  const packed = async () => {
    const archive = join(tmpdir(), `origin-${process.pid}.tar.gz`);
    await packSource(archive);
    const list = execFileSync("tar", ["-tzf", archive], { encoding: "utf8" });
    rmSync(archive);
    return list
      .split("\n")
      .map((line) => line.replace(/^\.\//, ""))
      .filter((line) => line !== "" && !line.endsWith("/"))
      .sort();
  };
  const everything = ["compile.cjs", "examples/shop/index.ts", "package.json"];

  it("a project below the folder of its packages is packed with what it is made of, also without a repository", async () => {
    assert.equal(originOf("shop", "prod").folder, "examples/shop");
    assert.deepEqual(await packed(), everything);
  });

  it("in a repository: what it knows or would know", async () => {
    execFileSync("git", ["init", "--quiet", top]);
    writeFileSync(join(top, ".gitignore"), "node_modules\n");
    assert.equal(originOf("shop", "prod").folder, "examples/shop");
    assert.deepEqual(await packed(), [".gitignore", ...everything]);
  });
});
