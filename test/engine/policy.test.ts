import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/program";
import { TestProject } from "../support/project";

/** The policy pack as a user runs it, with the real CLI and plugins; no Docker engine is asked. */
describe("engine: the policy pack", function () {
  this.timeout(120_000);
  let project: TestProject;

  before(async () => (project = await TestProject.create({})));
  // Previews make nothing that would have to be removed from an engine.
  after(() => rmSync(project.folder, { recursive: true }));

  /** A program with one container: as the components make it, but for what is added. */
  const program = (more: string) => `
    import * as docker from "@pulumi/docker";
    import { hardened, healthcheck, onlyCapabilities } from "./components/workload/container";
    import { Host } from "pulumi-web-systems";
    import { labels } from "./components/engine/labels";
    const provider = new docker.Provider("engine", { disableDockerDaemonCheck: true });
    const host = { labels: (service, role) => labels("shop", "test", service, role) } as Host;
    new docker.Container("cache", {
      ...hardened({ host, service: "cache", role: "service", memory: 64 }),
      image: "sha256:${"0".repeat(64)}",
      tmpfs: { "/tmp": "" },
      capabilities: onlyCapabilities(),
      healthcheck: healthcheck({ command: "true", interval: 10, timeout: 5, retries: 3, startPeriod: 30 }),
      networksAdvanced: [{ name: "shop" }],
      ${more}
    }, { provider });`;

  async function preview(more: string) {
    project.edit("index.ts", () => program(more));
    const { stdout, stderr, exitCode } = await project.preview("--policy-pack", join(root, "policy"));
    return { output: stdout + stderr, exitCode };
  }

  it("passes a container of ours, and says that it looked", async () => {
    const { output, exitCode } = await preview("");
    assert.equal(exitCode, 0, output);
    assert.match(output, /web-systems@v\d/);
    assert.doesNotMatch(output, /\[(mandatory|advisory)\]/);
  });

  it("stops a container that breaks rules: each named, with the container and a fix", async () => {
    const { output, exitCode } = await preview('privileged: true, envs: ["DB_PASSWORD=hunter2hunter2"],');
    assert.notEqual(exitCode, 0, output);
    assert.match(output, /\[mandatory\] +not-privileged/);
    assert.match(output, /cache is privileged\s+fix: leave privileged/);
    assert.match(output, /\[mandatory\] +no-secret-env/);
    assert.equal(output.match(/\[mandatory\]/g)?.length, 2, output);
    assert.doesNotMatch(output, /hunter2/, "the secret");
  });
});
