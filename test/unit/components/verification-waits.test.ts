import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../../../components/engine/host";
import type { Service } from "../../../components/service/service";
import { Verification, type VerificationArgs } from "../../../components/verification/verification";
import { withOwnEngine } from "../../support/empty-engine";
import { FakeEngine } from "../../support/fake-engine";
import { withMocks } from "../../support/program";

describe("verification: when it looks", () => {
  /** What a verification finds of a worker that becomes ready while it waits, and ends when it is not. */
  async function found(args: (worker: Service) => Partial<VerificationArgs>): Promise<string> {
    const engine = await FakeEngine.start();
    try {
      const { folder, socket } = engine;
      const status = join(folder, "status");
      writeFileSync(status, "restarting");
      engine.answers["GET /containers/worker-1/json"] = () => ({
        body: {
          ...{ Id: "1", Name: "/worker-1", State: { Status: readFileSync(status, "utf8") } },
          ...{ Config: { Labels: null }, HostConfig: { RestartPolicy: { Name: "always" } }, Mounts: [] },
        },
      });
      engine.process = () => ({ code: readFileSync(status, "utf8") === "running" ? 0 : 1 });
      const environment = { DOCKER_HOST: `unix://${socket}` };
      const host = { environment } as unknown as Host;
      const { program } = await withMocks("shop", "test", {}, [], () => {
        const urn = new Promise<string>((done) =>
          setTimeout(() => {
            writeFileSync(status, "running");
            done("urn");
          }, 300),
        );
        const worker = {
          name: "worker",
          addresses: [pulumi.output("worker-1")],
          ready: [{ urn: pulumi.output(urn) }],
          withSettings: (command: string[]) => command,
        } as unknown as Service;
        const given = { host, containers: {}, ...args(worker) };
        const { passed } = withOwnEngine(() => new Verification("verification", given));
        const verdict = (passed as unknown as { promise: () => Promise<unknown> }).promise();
        return verdict
          .then(
            () => "passed",
            (error: Error) => error.message,
          )
          .finally(() => urn);
      });
      return program;
    } finally {
      await engine.stop();
    }
  }

  it("a service is ready before its containers are looked at", async () =>
    assert.equal(await found((worker) => ({ containers: { worker } })), "passed"));

  it("a service is ready before a command runs in it", async () =>
    assert.equal(await found((service) => ({ commands: [{ service, command: ["true"] }] })), "passed"));

  it("a container by its name is looked at as it is, after what is named", async () => {
    const containers = { worker: ["worker-1"] };
    assert.match(await found(() => ({ containers })), /worker: its container worker-1 is restarting/);
    assert.equal(await found(({ ready }) => ({ containers, after: ready })), "passed");
  });
});
