import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { notRestarted, untilHealthy } from "../../../operations/services";
import { configOf } from "../../../operations/context/config";
import { engineOf } from "../../../operations/context/context";
import { containers, type StackDatabase } from "../../../operations/stack";
import type { Engine } from "../../../components/engine/engine";
import { runInside } from "../../../operations/kernel/inside";
import { container } from "../../support/container";
import { eachWithEngine, type FakeEngine } from "../../support/fake-engine";
import { projectName } from "../../../operations/kernel/stack";

describe("files of a project that is only begun, or mistyped", () => {
  let folder: string;
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "begun-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("an empty stack file has no settings: the engine is this machine's", async () => {
    for (const text of ["", "# later\n", "config:\n", "config: {}\n"]) {
      file("Pulumi.dev.yaml", text);
      const config = await configOf({ folder, stack: "dev", env: {} }, "shop");
      assert.deepEqual(config, {});
      assert.equal(engineOf(config).endpoint, "unix:///var/run/docker.sock");
    }
  });

  it("an empty Pulumi.yaml names the project like its folder", () => {
    file("Pulumi.yaml", "");
    assert.match(projectName(folder), /^begun-/);
  });

  it("what is no YAML is named with its file and line", async () => {
    file("Pulumi.dev.yaml", "config:\n  shop:host: a: b\n");
    await assert.rejects(
      configOf({ folder, stack: "dev", env: {} }, "shop"),
      /Pulumi\.dev\.yaml cannot be read: .* at line 2, column 14:\n[^]*\n {2}fix: /,
    );
  });
});

describe("an engine that goes away between two questions", () => {
  let fake: FakeEngine;
  let engine: Engine;
  eachWithEngine((...made) => ([fake, engine] = made));

  const listed = (...names: string[]) => {
    const body = names.map((name) => ({
      Id: name,
      Names: [`/${name}`],
      State: "running",
      Labels: {},
      Created: 0,
    }));
    fake.answers["GET /containers/json"] = { body };
  };
  const inspected = (name: string, Status = "running", Created = "2026-11-22T12:00:00Z") => {
    const State = { Status, ExitCode: 0, OOMKilled: false, StartedAt: Created };
    const HostConfig = { RestartPolicy: { Name: "always" } };
    const body = { Id: name, Name: `/${name}`, Created, State, Config: { Labels: {} }, HostConfig };
    fake.answers[`GET /containers/${name}/json`] = { body };
  };

  it("is no stack without containers", async () => {
    listed("api", "web");
    inspected("api");
    fake.answers["GET /containers/web/json"] = () => {
      fake.drop();
      return {};
    };
    await assert.rejects(
      containers({ engine }, {}),
      /^UserError: Docker does not answer at unix:.*engine\.sock: .*\n {2}fix: start it/,
    );
    await fake.stop();
    await assert.rejects(
      containers({ engine }, {}),
      /^UserError: Docker does not answer at unix:.*: connect ENOENT/,
    );
  });

  it("does not hide a container when another went meanwhile; the first made is the first", async () => {
    listed("gone", "web", "api");
    inspected("web", "running", "2026-11-22T12:00:00.2Z");
    inspected("api", "running", "2026-11-22T12:00:00.1Z");
    assert.deepEqual(
      (await containers({ engine }, { system: "shop" }, { running: true, volume: "data" })).map(
        ({ id }) => id,
      ),
      ["api", "web"],
    );
    assert.deepEqual(JSON.parse(fake.asked.find(({ query }) => query["filters"])?.query["filters"] ?? ""), {
      label: ["io.pulumi-web-systems.system=shop"],
      volume: ["data"],
    });
  });

  it("is no service that is gone, and one that is gone is distinguished from those beside it", async () => {
    const services = ["api", "web"].map((name) => container({ name }));
    const trouble = () => untilHealthy({ engine, environment: {} }, services, -1);
    inspected("web");
    assert.deepEqual(await trouble(), ["api is gone: docker logs api"]);
    inspected("api", "exited");
    assert.deepEqual(await trouble(), ["api is exited: docker logs api"]);
    inspected("api");
    assert.deepEqual(await trouble(), []);
    await fake.stop();
    assert.equal(await trouble(), undefined);
  });

  it("is no service that was restarted: one that runs on as before is named", async () => {
    const target = { engine } as StackDatabase;
    inspected("api");
    inspected("web", "exited");
    const found = await Promise.all(["api", "web"].map((name) => engine.container(name)));
    const services = found.filter((each) => each !== undefined);
    assert.deepEqual(await notRestarted(target, services), ["api"]);
    inspected("api", "running", "2026-11-23T12:00:00Z");
    assert.deepEqual(await notRestarted(target, services), []);
    await fake.stop();
    assert.deepEqual(await notRestarted(target, services), []);
  });
});

describe("a command in a container", () => {
  let fake: FakeEngine;
  let engine: Engine;
  eachWithEngine((...made) => ([fake, engine] = made));

  it("gives what it printed without the last line feed; that it cannot run is a result, too", async () => {
    fake.process = () => ({ stdout: "a\n\n", stderr: "b\n", code: 3 });
    const ran = () => runInside({ engine, container: "db" }, ["sh"], { environment: { ID: "1" } });
    assert.deepEqual(await ran(), { code: 3, stdout: "a\n", stderr: "b", said: "b", isLost: false });
    assert.deepEqual(fake.execs[0]?.Env, ["ID=1"]);
    fake.process = () => ({ code: 137 });
    assert.equal((await ran()).said, "ended with exit code 137, without an error message");
    fake.answers["POST /containers/db/exec"] = { status: 409, body: { message: "db is not running" } };
    assert.deepEqual(await ran(), {
      code: null,
      stdout: "",
      ...{ stderr: "db is not running", said: "db is not running", isLost: false },
    });
  });
});
