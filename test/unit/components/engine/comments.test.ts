import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { finishNow } from "../../../../components/engine/process";
import { withoutComments } from "../../../../components/engine/script";
import { root } from "../../../support/program";

describe("engine: the text of a script", () => {
  it("is what it does, without its comments", () =>
    assert.equal(withoutComments("# why\nset -u\n  # how\necho '#' # x\n"), "set -u\necho '#' # x\n"));

  const folder = join(root, "components");
  const scripts = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
    name.endsWith(".sh"),
  );
  for (const name of scripts)
    it(`${name} is a script without them too`, () => {
      const { code, stderr } = finishNow("sh", ["-n"], {
        input: withoutComments(readFileSync(join(folder, name), "utf8")),
      });
      assert.equal(code, 0, stderr);
    });
});
