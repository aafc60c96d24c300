import assert from "node:assert/strict";
import { withoutKey } from "../../../components/engine/commit";

describe("release: whether its stack file was changed since the commit", () => {
  const committed = "config:\n  shop:allowWeakSecrets: true\n  shop:edge: { port: 8080 }\n";

  it("not by what the CLI writes into it: its salt, and true as a text", () =>
    assert.equal(
      withoutKey(
        'encryptionsalt: v1:abc\nconfig:\n  shop:allowWeakSecrets: "true"\n  shop:edge:\n    port: 8080\n',
      ),
      withoutKey(committed),
    ));

  it("by a setting", () => {
    assert.notEqual(withoutKey(committed.replace("true", "false")), withoutKey(committed));
    assert.notEqual(withoutKey(committed.replace("8080", "8081")), withoutKey(committed));
  });
});
