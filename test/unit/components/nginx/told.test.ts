import assert from "node:assert/strict";
import { NginxContainer, type Needed } from "../../../../components/edge/jobs/nginx-container";
import type { Container } from "../../../../components/engine/engine";

/** Lines of an edge that serves: what it said of itself, and of requests in the logs that there are. */
const lines = [
  "2026/11/27 08:00:00 [emerg] 1#1: host not found",
  '10.0.0.1 [2026-11-27T08:00:00+00:00] "GET /reset HTTP/1.1" 200 5 0.1',
  '{"time":"x","client":"10.0.0.1","method":"GET","uri":"/secret"}',
  '2026/11/27 08:00:01 [error] 7#7: *1 connect() failed, client: 10.0.0.1, request: "GET /reset?token=T0K3N HTTP/1.1"',
  '2026/11/27 08:00:02 [error] 7#7: *1 open() failed (2), client: 10.0.0.1, referrer: "https://a/?token=T0K3N"',
];

describe("nginx: what is shown of an edge whose switch failed", () => {
  const failure = async (state: Partial<Container>, isSilent = false) => {
    const engine = {
      container: () => (isSilent ? Promise.reject(new Error("silent")) : Promise.resolve(state)),
      info: () => (isSilent ? Promise.reject(new Error("silent")) : Promise.resolve({})),
      logs: () => Promise.resolve(`${lines.join("\n")}\n`),
    } as unknown as Needed;
    const nginx = new NginxContainer(engine, "edge", "Switch", "Nginx still serves.");
    const failed = await nginx.fail("refused", "cause").catch((error: Error) => error.message);
    return failed.split("\n");
  };
  const again = "  fix: the cause, then run 'pulumi up' again";

  it("has nothing that clients asked for", async () => {
    // It was begun again once, and runs.
    assert.deepEqual(await failure({ status: "running", restarts: 1 }), [
      "Switch: refused",
      "  | cause",
      "  | 2026/11/27 08:00:00 [emerg] 1#1: host not found",
      "  Nginx still serves.",
      again,
    ]);
  });

  it("is the cause alone while it runs well", async () =>
    assert.deepEqual(await failure({ status: "running", restarts: 0 }), [
      "Switch: refused",
      "  | cause",
      "  Nginx still serves.",
      again,
    ]));

  it("says how to start one that an operator stopped", async () =>
    assert.match(
      (await failure({ status: "exited", restarts: 0 })).at(-2) ?? "",
      /^ {2}edge is stopped\. To serve again as before: docker start edge/,
    ));

  it("does not say what serves where the engine does not answer", async () =>
    assert.match((await failure({}, true)).at(-2) ?? "", /^ {2}What serves cannot be seen/));
});
