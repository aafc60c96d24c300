import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { untilHealthy } from "../../../operations/services";
import { configOf } from "../../../operations/context/config";
import { engineOf } from "../../../operations/context/context";
import { containers, type Inspected } from "../../../operations/stack";
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
  const answering =
    (...answers: [exitCode: number, stdout: string, stderr: string][]) =>
    async () => {
      const [exitCode, stdout, stderr] = (answers.length > 1 ? answers.shift() : answers[0]) ?? [1, "", ""];
      return { exitCode, stdout, stderr };
    };
  const gone: [number, string, string] = [1, "[]", "Cannot connect to the Docker daemon"];

  it("is no stack without containers", async () => {
    await assert.rejects(
      containers({ docker: answering([0, "1\n2", ""], gone) }, {}),
      /does not answer; nothing was changed\.\n {2}Cannot connect/,
    );
  });

  it("does not hide a container when another went meanwhile", async () => {
    const left = JSON.stringify([{ Id: "2", Created: "2026" }]);
    const docker = answering([0, "1\n2", ""], [1, left, "Error: No such object: 1"]);
    assert.deepEqual(
      (await containers({ docker }, {})).map(({ Id }) => Id),
      ["2"],
    );
  });

  it("is no service that is gone, and one that is gone is distinguished from those beside it", async () => {
    const services = ["api", "web"].map((name) => ({
      Name: `/${name}`,
      State: { Status: "running" },
    })) as Inspected[];
    const healthy = (answer: [number, string, string]) =>
      untilHealthy({ docker: answering(answer), environment: {} }, services, -1);
    assert.equal(await healthy([1, "", "Cannot connect to the Docker daemon"]), undefined);
    assert.deepEqual(await healthy([1, "/web running", "Error: No such object: api"]), [
      "api is gone: docker logs api",
    ]);
    assert.deepEqual(await healthy([0, "/api exited\n/web running", ""]), ["api is exited: docker logs api"]);
  });
});
