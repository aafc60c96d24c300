import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encryptedIn } from "../../../config/encrypted";
import { parseConfig } from "../../../config/parse";
import { StackConfig } from "../../../config";

describe("config: what a stack file has encrypted", () => {
  const folder = mkdtempSync(join(tmpdir(), "encrypted-"));
  const file = join(folder, "Pulumi.test.yaml");
  after(() => rmSync(folder, { recursive: true }));

  it("is known value by value, and not where the file says nothing", () => {
    writeFileSync(
      file,
      `config:
  shop:backend:
    secrets: { ONE: { secure: v1:abc }, TWO: in the open }
  shop:whole: { secure: v1:def }
`,
    );
    const encrypted = encryptedIn(file, "shop");
    assert.equal(encrypted(["backend", "secrets", "ONE"]), true);
    assert.equal(encrypted(["backend", "secrets", "TWO"]), false);
    assert.equal(encrypted(["whole", "secrets", "ANY"]), true);
    assert.equal(encrypted(["backend", "secrets", "NONE"]), undefined);
    assert.equal(encrypted(["other"]), undefined);
    assert.equal(encryptedIn(join(folder, "nothing.yaml"), "shop")(["backend"]), undefined);
    writeFileSync(file, "");
    assert.equal(encryptedIn(file, "shop")(["backend"]), undefined);
  });

  it("finds a secret in plain text beside an encrypted one", () => {
    const strong = "q7Zk2mXw9RtB4nVc8LpH3sDf";
    const service = JSON.stringify({ version: "1" });
    const raw = {
      "proxy-system:edge": '{"port":80}',
      "proxy-system:web": service,
      "proxy-system:mobile": service,
      "proxy-system:backend": JSON.stringify({ version: "1", secrets: { ONE: strong, TWO: strong } }),
    };
    const { mistakes } = parseConfig(
      StackConfig,
      "proxy-system",
      raw,
      () => true,
      (keys) => keys.at(-1) === "ONE",
    );
    assert.deepEqual(mistakes, [
      {
        where: "backend.secrets.TWO",
        what: "a secret in plain text",
        fix: "remove it and run: pulumi config set --secret --path 'proxy-system:backend.secrets.TWO'",
      },
    ]);
  });
});
