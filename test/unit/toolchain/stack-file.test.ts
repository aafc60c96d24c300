import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withCleanStackFile } from "../../../operations/kernel/stack";

describe("stack file: the salt that the CLI writes is taken out again", () => {
  let folder: string;
  const file = () => join(folder, "Pulumi.dev.yaml");
  const salt = "encryptionsalt: v1:abc:v1:def\n";
  const plain = "# ours\nconfig:\n  shop:a: 1\n";

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "stack-file-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const afterWork = async (before: string, meanwhile: string) => {
    writeFileSync(file(), before);
    await withCleanStackFile({ folder, stack: "dev", env: {} }, async () => writeFileSync(file(), meanwhile));
    return readFileSync(file(), "utf8");
  };

  it("and nothing else changes", async () => {
    assert.equal(await afterWork(plain, salt + plain), plain);
    assert.equal(await afterWork(plain, plain), plain);
    const typed = `${plain}  shop:weak: true\n`;
    assert.equal(await afterWork(typed, salt + typed.replace("true", '"true"').replace("1", '"1"')), typed);
    const spelled = "config:\n  shop:edge: { allow: [ /a ] }\n  shop:cpus: 1.50\n  shop:none: null # yet\n";
    const respelled = 'config:\n  shop:edge: {allow: [/a]}\n  shop:cpus: "1.5"\n  shop:none: "" # yet\n';
    assert.equal(await afterWork(spelled, respelled + salt), spelled);
  });

  it("what was edited meanwhile stays", async () => {
    const edited = plain.replace("1", "2 # by hand");
    assert.equal(await afterWork(plain, salt + edited), edited);
    assert.equal(await afterWork(plain, edited), edited);
  });

  it("an encrypted value that came meanwhile stays, with the salt that it needs", async () => {
    const secret = `${salt}${plain}  shop:b:\n    secure: v1:xyz\n`;
    assert.equal(await afterWork(plain, secret), secret);
    const inList = `${salt}${plain}  shop:b:\n    - secure: v1:xyz\n`;
    assert.equal(await afterWork(plain, inList), inList);
  });

  it("a file that had a salt keeps the one of now", async () => {
    const renewed = "encryptionsalt: v1:new\n" + plain;
    assert.equal(await afterWork(salt + plain, renewed), renewed);
  });
});
