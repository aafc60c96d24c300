import assert from "node:assert/strict";
import { handOverBuild } from "../../../../components/edge/jobs/files";
import { FakeEngine } from "../../../support/fake-engine";

describe("Nginx: the container that hands it a build", () => {
  it("has the labels of the stack as a job of the edge, and is removed also after a failure", async () => {
    const engine = await FakeEngine.start();
    const own = (role: string) => ({
      ...{ "io.pulumi-web-systems.system": "shop", "io.pulumi-web-systems.stack": "prod" },
      ...{ "io.pulumi-web-systems.service": "nginx", "io.pulumi-web-systems.role": role },
    });
    const State = { Status: "running", ExitCode: 0, OOMKilled: false, StartedAt: "" };
    const Config = { Labels: { ...own("edge"), maintainer: "NGINX" } };
    const HostConfig = { RestartPolicy: { Name: "always" } };
    const found = { Id: "1f", Name: "/nginx", Image: "", RestartCount: 0, State, Config, HostConfig };
    engine.answers["GET /containers/nginx/json"] = { body: found };
    engine.answers["POST /containers/create"] = { status: 201, body: { Id: "2f" } };
    // How it says that it has no such build yet.
    engine.process = () => ({ code: 4 });
    const client = engine.client();
    try {
      const job = { container: "nginx", image: "web:1", folder: "/srv", target: "/etc/nginx/live/files-1" };
      await assert.rejects(handOverBuild(job, client), /\/srv/);
      const created = engine.asked.find(({ what }) => what === "POST /containers/create");
      assert.deepEqual((JSON.parse(String(created?.body)) as { Labels: object }).Labels, own("job"));
      assert.ok(engine.questions.includes("DELETE /containers/2f"));
    } finally {
      client.close();
      await engine.stop();
    }
  });
});
