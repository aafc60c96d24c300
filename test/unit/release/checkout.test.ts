import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReleaseRecord } from "../../../components/release/record";
import type { ReleaseStore } from "../../../components/release/store";
import { checkOut } from "../../../operations/releases/checkout";
import type { Context } from "../../../operations/context/context";

/** A record lies on the host, where whoever reaches its engine can write what he likes into it. */
describe("rollback: a record with a path that leaves its folder", () => {
  let folder: string;
  let archive: Buffer;
  const today = () => join(folder, "today");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "checkout-"));
    for (const name of ["then", "today"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
      writeFileSync(join(folder, name, "Pulumi.prod.yaml"), "config: {}\n");
      writeFileSync(join(folder, name, "package.json"), "{}");
      writeFileSync(join(folder, name, "index.ts"), "");
    }
    writeFileSync(join(folder, "outside"), "not the release's");
    archive = execFileSync("tar", ["-czf", "-", "."], { cwd: join(folder, "then") });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const store = () =>
    ({
      source: (_: number, file: string) => Promise.resolve(writeFileSync(file, archive)),
    }) as unknown as ReleaseStore;
  const target = () => ({ folder: today(), system: "shop", stack: "prod" }) as Context;
  const release = (more: Partial<ReleaseRecord>) => ({ number: 2, folder: "", ...more }) as ReleaseRecord;
  const sha256 = () => createHash("sha256").update(archive).digest("hex");

  for (const path of ["..", "../today", "a/../../today", "/", "/etc"])
    it(`its project in ${path}: refused, proven or not, and nothing of it was run`, async () => {
      const wrong = release({ folder: path });
      await assert.rejects(
        checkOut(store(), target(), wrong, undefined),
        /its project is outside it.*nothing was changed|nothing of it was run[^]*its project is outside it/,
      );
      const proof = { number: 2, folder: "", sha256: sha256() };
      await assert.rejects(
        checkOut(store(), target(), wrong, proof),
        /its project is in "[^]*" according to its record, and in "" according to the state/,
      );
    });

  it("files and links that it left out: none is read or written outside of the two folders", async () => {
    const paths = ["../outside", "a/../../outside", join(folder, "outside")];
    const found = await checkOut(
      store(),
      target(),
      release({ source: { sha256: sha256(), leftOut: paths, linksOut: paths } }),
      { number: 2, folder: "", sha256: sha256() },
    );
    try {
      assert.equal(existsSync(join(found.top, "..", "outside")), false);
      assert.equal(existsSync(join(found.top, "outside")), false);
      assert.equal(existsSync(join(found.project, "Pulumi.yaml")), true);
    } finally {
      found.remove();
    }
  });

  it("without its program, which git did not track then: refused with what is missing", async () => {
    rmSync(join(folder, "then", "index.ts"));
    archive = execFileSync("tar", ["-czf", "-", "."], { cwd: join(folder, "then") });
    const source = { sha256: sha256(), untracked: ["index.ts", "migrations/1.sql"] };
    await assert.rejects(
      checkOut(store(), target(), release({ source }), { number: 2, folder: "", sha256: sha256() }),
      /release 2 is refused[^]*nothing was changed\.\n {2}it has no program: index\.ts is missing; git did not track index\.ts, migrations\/1\.sql then/,
    );
  });

  it("whose program has another name: found as Pulumi finds it", async () => {
    for (const [file, text] of [
      ["Pulumi.yaml", "name: shop\nruntime: nodejs\nmain: src/\n"],
      ["package.json", '{ "main": "src/index" }'],
    ] as const) {
      rmSync(join(folder, "then", "index.ts"), { force: true });
      mkdirSync(join(folder, "then", "src"), { recursive: true });
      writeFileSync(join(folder, "then", "src", "index.ts"), "");
      writeFileSync(join(folder, "then", file), text);
      archive = execFileSync("tar", ["-czf", "-", "."], { cwd: join(folder, "then") });
      const proof = { number: 2, folder: "", sha256: sha256() };
      (await checkOut(store(), target(), release({ source: { sha256: sha256() } }), proof)).remove();
    }
  });
});
