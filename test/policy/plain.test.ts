import assert from "node:assert/strict";
import { NotYetKnown, plain } from "../../policy/plain";

/** The library's own proxies, which its declarations leave out. */
const { unknownCheckingProxy, unknownStringValue } = require("@pulumi/policy/proxy") as {
  unknownCheckingProxy: <T>(props: T) => T;
  unknownStringValue: string;
};

describe("policy: what the library hands to a rule", () => {
  const handed = (value: object) => plain(unknownCheckingProxy(value) as Record<string, unknown>);

  it("becomes plain objects and arrays", () =>
    assert.deepEqual(handed({ envs: ["A=1", "B=2"], labels: [{ label: "x" }], empty: null }), {
      envs: ["A=1", "B=2"],
      labels: [{ label: "x" }],
      empty: null,
    }));

  it("throws on a value that is not yet known only where it is read", () => {
    const found = handed({ image: unknownStringValue, envs: ["A=1", unknownStringValue], user: "app" });
    assert.equal(found["user"], "app");
    assert.throws(() => found["image"], NotYetKnown);
    assert.throws(() => (found["envs"] as string[]).map((env) => env), NotYetKnown);
    assert.equal((found["envs"] as string[]).length, 2);
  });
});
