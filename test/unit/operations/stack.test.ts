import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineOf } from "../../../operations/stack";
import { projectName } from "../../../toolchain/stack";

describe("files of a project that somebody has only begun, or mistyped", () => {
  let folder: string;
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "begun-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("an empty stack file has no settings: the engine is this machine's", () => {
    for (const text of ["", "# later\n", "config:\n", "config: {}\n"]) {
      file("Pulumi.dev.yaml", text);
      assert.deepEqual(engineOf(folder, "shop", "dev"), { endpoint: "unix:///var/run/docker.sock" });
    }
  });

  it("an empty Pulumi.yaml names the project like its folder", () => {
    file("Pulumi.yaml", "");
    assert.match(projectName(folder), /^begun-/);
  });

  it("what is no YAML is named with its file and line", () => {
    file("Pulumi.dev.yaml", "config:\n  shop:host: a: b\n");
    assert.throws(
      () => engineOf(folder, "shop", "dev"),
      /Pulumi\.dev\.yaml cannot be read: .* at line 2, column 14:\n[^]*\n {2}fix: /,
    );
  });
});
