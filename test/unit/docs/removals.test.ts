import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/program";

/** What users are told, and what scripts do. */
const places = ["components", "config", "docs", "examples", "operations", "policy", "toolchain", "README.md"];

const files = places.flatMap((place) =>
  /\.\w+$/.test(place)
    ? [place]
    : readdirSync(join(root, place), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(ts|sh|md|cjs|mjs)$/.test(name) && !/node_modules/.test(name))
        .map((name) => join(place, name)),
);

/**
 * A container's secrets lie on a volume without a name: who removes it without its volumes leaves them on the disk, unseen. What
 * the engine's API is asked for is in `engine.test.ts`.
 */
describe("docs: containers that are removed, or advised to be", () => {
  it("go with the volumes that nothing else uses", () => {
    const lines = files.flatMap((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .filter((line) => /docker (?:container )?rm\b|(?:docker|run|finishNow)\([^\n]*"rm"/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    assert.ok(lines.length > 3, lines.join("\n"));
    const without = lines.filter((line) => !/--volumes|"image", "rm"|"volume", "rm"/.test(line));
    assert.deepEqual(without, []);
  });
});
