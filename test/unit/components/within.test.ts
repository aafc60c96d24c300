import assert from "node:assert/strict";
import { Silent, within } from "../../../components/engine/within";
import { FakeEngine } from "../../support/fake-engine";

describe("engine: an answer that is waited for", () => {
  let engine: FakeEngine;
  before(async () => {
    engine = await FakeEngine.start();
    engine.process = () => new Promise(() => undefined);
  });
  after(() => engine.stop());

  it("is given as it comes", async () => {
    assert.equal(await within(10, () => Promise.resolve("1f")), "1f");
    await assert.rejects(
      within(10, () => Promise.reject(new Error("refused"))),
      /^Error: refused$/,
    );
  });

  it("is waited for no longer than its time, and the question ends", async () => {
    let ended: AbortSignal | undefined;
    const asked = within(0.2, ({ signal }) => {
      ended = signal;
      return engine.client().exec("db", ["query"], { signal });
    });
    await assert.rejects(asked, (error) => error instanceof Silent && /within 1 s$/.test(error.message));
    assert.equal(ended?.aborted, true);
  });

  it("is waited for no longer where the question cannot be ended", async () => {
    await assert.rejects(
      within(0.01, () => new Promise(() => undefined)),
      Silent,
    );
  });
});
