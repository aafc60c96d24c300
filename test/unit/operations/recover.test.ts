import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recover } from "../../../operations/kernel/recover";

/** `docker` is a script that writes down what it is asked, and finds no lock. */
const docker = `#!/bin/sh
echo "$1" >>"$(dirname "$0")/log"
case $1 in
inspect) echo "no such container" >&2; exit 1 ;;
create) echo lock-1 ;;
esac
`;

describe("recovery: what else is cleaned up", () => {
  const folder = mkdtempSync(join(tmpdir(), "recover-"));
  const path = process.env["PATH"];
  const log = join(folder, "log");

  before(() => {
    writeFileSync(join(folder, "docker"), docker, { mode: 0o755 });
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    process.env["PATH"] = `${folder}:${path}`;
  });
  beforeEach(() => writeFileSync(log, ""));
  after(() => {
    process.env["PATH"] = path;
    rmSync(folder, { recursive: true });
  });

  const recovered = (whileHeld: () => Promise<void>) => {
    const target = { folder, stack: "prod", env: { PULUMI_BACKEND_URL: "mem://" } };
    return recover(target, () => undefined, { environment: {}, whileHeld });
  };
  const asked = () => readFileSync(log, "utf8").trimEnd().split("\n");

  it("is cleaned up while the lock of the stack is held", async () => {
    const answers = await recovered(() => Promise.resolve(appendFileSync(log, "cleaned up\n")));
    assert.equal(answers, true);
    assert.deepEqual(asked(), ["version", "inspect", "create", "cleaned up", "rm"]);
  });

  it("does not keep the lock when it fails", async () => {
    await assert.rejects(
      recovered(() => Promise.reject(new Error("no"))),
      /^Error: no$/,
    );
    assert.equal(asked().at(-1), "rm");
  });
});
