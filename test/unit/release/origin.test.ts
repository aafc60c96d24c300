import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDirty, withoutKey } from "../../../components/engine/commit";

describe("release: stack files that cannot be read", () => {
  it("count as changed: one of another stack, in the middle of a merge, stops no release", () => {
    const folder = mkdtempSync(join(tmpdir(), "dirty-"));
    const before = process.cwd();
    try {
      process.chdir(folder);
      const git = (...args: string[]) =>
        execFileSync("git", ["-c", "user.name=li", "-c", "user.email=li@example.com", ...args], {
          cwd: folder,
        });
      git("init", "--quiet");
      writeFileSync("Pulumi.dev.yaml", "config: {}\n");
      git("add", "--all");
      git("commit", "--quiet", "--message", "one");
      assert.equal(isDirty(), false);
      writeFileSync("Pulumi.dev.yaml", "<<<<<<< HEAD\nconfig: {}\n=======\n\tconfig: [\n");
      assert.equal(isDirty(), true);
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    }
  });
});

describe("release: whether its stack file was changed since the commit", () => {
  const committed = "config:\n  shop:allowWeakSecrets: true\n  shop:edge: { port: 8080 }\n";

  it("not by what the CLI writes into it: its salt, and true as a text", () =>
    assert.equal(
      withoutKey(
        'encryptionsalt: v1:abc\nconfig:\n  shop:allowWeakSecrets: "true"\n  shop:edge:\n    port: 8080\n',
      ),
      withoutKey(committed),
    ));

  it("by a setting", () => {
    assert.notEqual(withoutKey(committed.replace("true", "false")), withoutKey(committed));
    assert.notEqual(withoutKey(committed.replace("8080", "8081")), withoutKey(committed));
  });
});
