import assert from "node:assert/strict";
import { type ReleaseEvent, ReleaseEvents } from "../../../../components/engine/release-events";
import { withMocks } from "../../../support/program";

const release: ReleaseEvent = {
  ...{ system: "shop", stack: "prod", by: "ops on build", startedAt: "2026-11-27T20:00:00.000Z" },
  ...{ number: 7, served: false },
};

describe("engine: events of a release", () => {
  it("listeners are called for their event, one event after another, and the release waits for them", async () => {
    const events = new ReleaseEvents();
    const heard: string[] = [];
    const slowly = async ({ number }: ReleaseEvent) => {
      await new Promise((done) => setTimeout(done, 50));
      heard.push(`began ${number}`);
    };
    events.on("began", slowly);
    events.on("failed", ({ failure }) => void heard.push(`failed at ${failure?.step}`));
    events.on("succeeded", () => void heard.push("succeeded"));
    void events.emit("began", release);
    await events.emit("failed", { ...release, failure: { step: "migration", cause: "" } });
    assert.deepEqual(heard, ["began 7", "failed at migration"]);
  });

  it("a listener that throws stops neither the others nor the release", async () => {
    const events = new ReleaseEvents();
    const heard: string[] = [];
    events.on("failed", () => {
      throw new Error("no route to the hook");
    });
    events.on("failed", () => Promise.reject(new Error("503")));
    events.on("failed", () => void heard.push("the third"));
    await withMocks("shop", "test", {}, [], () => events.emit("failed", release));
    assert.deepEqual(heard, ["the third"]);
  });
});
