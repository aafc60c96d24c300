import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recover } from "../../../operations/kernel/recover";
import { FakeEngine } from "../../support/fake-engine";

/** `docker` is a script that writes down what it is asked: whether the engine answers, and to release the lock. */
const docker = `#!/bin/sh
echo "$1" >>"$(dirname "$0")/log"
`;

/** An engine without a lock. */
describe("recovery: what else is cleaned up", () => {
  let engine: FakeEngine;
  let log: string;
  const path = process.env["PATH"];

  beforeEach(async () => {
    engine = await FakeEngine.start();
    const { folder, answers } = engine;
    log = join(folder, "log");
    writeFileSync(join(folder, "docker"), docker, { mode: 0o755 });
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    process.env["PATH"] = `${folder}:${path}`;
    answers["POST /containers/create"] = ({ query }) => {
      appendFileSync(log, `create ${query["name"]}\n`);
      return { status: 201, body: { Id: "lock-1" } };
    };
  });
  afterEach(async () => {
    process.env["PATH"] = path;
    await engine.stop();
  });

  const recovered = (whileHeld: () => Promise<void>) => {
    const { folder, socket } = engine;
    const target = { folder, stack: "prod", env: { PULUMI_BACKEND_URL: "mem://" } };
    const environment = { DOCKER_HOST: `unix://${socket}` };
    return recover(target, () => undefined, { environment, whileHeld });
  };
  const asked = () => readFileSync(log, "utf8").trimEnd().split("\n");

  it("is cleaned up while the lock of the stack is held", async () => {
    const answers = await recovered(() => Promise.resolve(appendFileSync(log, "cleaned up\n")));
    assert.equal(answers, true);
    assert.deepEqual(asked(), ["version", "create shop-prod-lock", "cleaned up", "rm"]);
  });

  it("does not keep the lock when it fails", async () => {
    await assert.rejects(
      recovered(() => Promise.reject(new Error("no"))),
      /^Error: no$/,
    );
    assert.equal(asked().at(-1), "rm");
  });
});
