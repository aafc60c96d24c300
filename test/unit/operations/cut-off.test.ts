import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../../components/engine/engine";
import { labels } from "../../../components/engine/labels";
import { finishPending } from "../../../operations/kernel/cut-off";
import { eachWithEngine, type FakeEngine } from "../../support/fake-engine";

describe("recovery: what an update had begun to make", () => {
  let folder: string;
  let fake: FakeEngine;
  let engine: Engine;
  eachWithEngine((...made) => ([fake, engine] = made));
  const done = () => readFileSync(join(folder, "done"), "utf8");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cut-off-"));
    const cli = `#!/bin/sh\n[ "$1" = stack ] && exec cat '${folder}/state'\necho "$1" >>'${folder}/done'\n`;
    writeFileSync(join(folder, "pulumi"), cli, { mode: 0o755 });
    appendFileSync(join(folder, "done"), "");
    fake.answers["GET /info"] = { body: { ID: "1", Name: "host", DockerRootDir: "/var/lib/docker" } };
    fake.answers["GET /volumes"] = { body: { Volumes: [] } };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const finished = (...pending: [kind: string, name: string][]) => {
    const resource = (type: string, name: string) => ({
      ...{ urn: `urn:pulumi:prod::shop::${type}::${name}`, type },
      inputs: { name, labels: labels("shop", "prod", name) },
    });
    const known = { ...resource("docker:index/container:Container", "kept"), id: "known" };
    const operations = pending.map(([type, name]) => ({ type: "creating", resource: resource(type, name) }));
    const deployment = { resources: [known], pending_operations: operations };
    writeFileSync(join(folder, "state"), JSON.stringify({ version: 3, deployment }));
    const env = { PATH: `${folder}:${process.env["PATH"]}` };
    return finishPending({ folder, stack: "prod", env }, () => undefined, engine);
  };
  const listed = (...found: [id: string, name: string][]) => ({
    body: found.map(([Id, name]) => ({ Id, Name: name, Names: [`/${name}`], State: "running", Created: 0 })),
  });
  const changes = () => fake.questions.filter((what) => !what.startsWith("GET"));

  it("is removed by its whole name and the stack's own labels, and not what the state knows", async () => {
    fake.answers["GET /containers/json"] = listed(["known", "db"], ["new", "db"], ["other", "db-2"]);
    fake.answers["GET /networks"] = listed(["net", "back"], ["more", "back-2"]);
    fake.answers["POST /containers/new/stop"] = { status: 500, body: { message: "it does not stop" } };
    await finished(["docker:index/container:Container", "db"], ["docker:index/network:Network", "back"]);
    assert.deepEqual(changes(), [
      "POST /containers/new/stop",
      "DELETE /containers/new",
      "DELETE /networks/net",
    ]);
    const asked = fake.asked.find(({ what }) => what === "GET /networks")?.query["filters"] ?? "";
    const own = ["system=shop", "stack=prod"].map((one) => `io.pulumi-web-systems.${one}`);
    assert.deepEqual(JSON.parse(asked), { label: own });
    assert.equal(done(), "refresh\n");
  });

  it("is not forgotten by the state when the engine cannot be asked for it", async () => {
    fake.answers["GET /containers/json"] = listed(["known", "kept"]);
    fake.answers["GET /networks"] = { status: 500, body: { message: "busy" } };
    await assert.rejects(finished(["docker:index/network:Network", "back"]), { message: "busy" });
    assert.equal(done(), "");
  });
});
