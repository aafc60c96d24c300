import assert from "node:assert/strict";
import { inContainer, onEach } from "../../../components/verification/in-container";
import type { Engine } from "../../../components/engine/engine";
import { eachWithEngine, FakeEngine } from "../../support/fake-engine";

describe("verification: a command in a container", () => {
  let fake: FakeEngine;
  let engine: Engine;
  eachWithEngine((...made) => ([fake, engine] = made));
  const command = { container: "app", command: ["check"] };

  it("gets its input, and gives both of its outputs and its code", async () => {
    fake.process = (_, stdin) => ({ stdout: `${stdin}\n`, stderr: "well\n", code: 3 });
    const ran = await inContainer({ engine, ...command, input: "hello" });
    assert.deepEqual(ran, { code: 3, output: "hello\nwell" });
  });

  it("that does not end in time is given up, with what it wrote", async () => {
    fake.process = () => new Promise(() => undefined);
    assert.deepEqual(await inContainer({ engine, ...command, timeout: 0.05 }), {
      code: 124,
      output: "no result within 0.05 s",
    });
  });

  it("that the engine refuses is a failure with its words, and no exception", async () => {
    fake.answers["POST /containers/app/exec"] = { status: 409, body: { message: "app is paused" } };
    assert.deepEqual(await inContainer({ engine, ...command }), { code: 1, output: "app is paused" });
    await fake.stop();
    const { code, output } = await inContainer({ engine, ...command });
    assert.equal(code, 1);
    assert.match(output, /does not answer/);
  });

  it("runs once for each text, all of them in one process", async () => {
    const answer = (text: string) => Buffer.from(text).toString("base64");
    fake.process = (_, stdin) => ({
      stdout: stdin.replaceAll(
        /(.+)\n/g,
        (_whole, text: string) => `${text === answer("b") ? 7 : 0} ${text}\n`,
      ),
      code: 0,
    });
    assert.deepEqual(await onEach({ engine, container: "app" }, "cat", ["a\n", "b", "丙"]), [
      { code: 0, output: "a\n" },
      { code: 7, output: "b" },
      { code: 0, output: "丙" },
    ]);
    assert.equal(fake.execs.length, 1);
  });
});
