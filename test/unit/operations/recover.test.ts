import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recover } from "../../../operations/kernel/recover";
import { FakeEngine } from "../../support/fake-engine";

describe("recovery: what else is cleaned up", () => {
  const folder = mkdtempSync(join(tmpdir(), "recover-"));
  const path = process.env["PATH"];
  let fake: FakeEngine;
  let done: string[];

  before(() => {
    // A lock is released by the command.
    writeFileSync(join(folder, "docker"), `#!/bin/sh\necho "$*" >"${join(folder, "released")}"\n`, {
      mode: 0o755,
    });
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    process.env["PATH"] = `${folder}:${path}`;
  });
  beforeEach(async () => {
    done = [];
    rmSync(join(folder, "released"), { force: true });
    fake = await FakeEngine.start();
    fake.answers["GET /info"] = { body: { ID: "1", Name: "host", DockerRootDir: "/var/lib/docker" } };
    fake.answers["POST /containers/create"] = () => {
      done.push("locked");
      return { status: 201, body: { Id: "1f" } };
    };
  });
  afterEach(() => fake.stop());
  after(() => {
    process.env["PATH"] = path;
    rmSync(folder, { recursive: true });
  });

  const recovered = (whileHeld: () => Promise<void>) => {
    const target = { folder, stack: "prod", env: { PULUMI_BACKEND_URL: "mem://" } };
    const environment = { DOCKER_HOST: `unix://${fake.socket}` };
    return recover(target, () => undefined, { environment, engine: fake.client(), whileHeld });
  };
  const released = () => readFileSync(join(folder, "released"), "utf8").trim();

  it("is cleaned up while the lock of the stack is held", async () => {
    const answers = await recovered(async () => {
      assert.throws(released);
      done.push("cleaned up");
    });
    assert.equal(answers, true);
    assert.deepEqual(done, ["locked", "cleaned up"]);
    assert.equal(released(), "rm --volumes 1f");
  });

  it("does not keep the lock when it fails", async () => {
    await assert.rejects(
      recovered(() => Promise.reject(new Error("no"))),
      /^Error: no$/,
    );
    assert.equal(released(), "rm --volumes 1f");
  });
});
