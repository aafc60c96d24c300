import assert from "node:assert/strict";
import { type Engine, EngineFailed } from "../../../components/engine/engine";
import { runOnce, type Once } from "../../../components/workload/run-once";

describe("a command that runs once", () => {
  const once: Once = {
    ...{ name: "shop-migration", image: "sha256:1", network: "none", labels: {}, settings: {}, volumes: {} },
    ...{ memory: 64, command: ["sh"], files: { "/run/secrets/settings": "" } },
    settingsFile: "/run/secrets/settings",
  };

  it("is waited for over lost connections, and what it wrote meanwhile is shown", async () => {
    const asked: string[] = [];
    const lost = () => new EngineFailed(0, "the connection is gone");
    let ends = 0;
    const engine = {
      container: async () => undefined,
      create: async () => "1f",
      attach: async (_: string, listener: (stream: "stdout", chunk: Buffer) => void) => {
        listener("stdout", Buffer.from("one\n"));
        return { ended: Promise.reject(lost()) };
      },
      start: async () => asked.push("start"),
      exec: async () => ({ code: 0, both: "" }),
      ended: async () => {
        asked.push("wait");
        if (ends++ === 0) throw lost();
        return 0;
      },
      logs: async () => "one\ntwo\nthree\n",
      remove: async () => asked.push("remove"),
    } as unknown as Engine;
    const lines: string[] = [];
    assert.equal(await runOnce(once, engine, (line) => lines.push(line)), 0);
    assert.deepEqual(lines, ["one", "two", "three"]);
    assert.deepEqual(asked, ["start", "wait", "wait", "remove"]);
  });
});
