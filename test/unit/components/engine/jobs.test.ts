import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { finish } from "../../../../components/engine/process";
import { root } from "../../../support/program";

const folder = join(root, "components");
const mains = (readdirSync(folder, { recursive: true }) as string[]).filter(
  (name) =>
    name.endsWith(".ts") &&
    /\n(if \(require\.main === module\) )?(?:run|engine)Job\b/.test(readFileSync(join(folder, name), "utf8")),
);

/** A job is started for each step of a release: what it loads is paid many times. */
describe("engine: a job", function () {
  this.timeout(30_000);
  it("is found", () => assert.ok(mains.length >= 10, mains.join()));

  for (const name of mains)
    it(`${name} loads nothing of Pulumi, and no catalogue before its first message`, async () => {
      const told = `process.on("exit", () => console.log(JSON.stringify(Object.keys(require.cache))))`;
      const load = `${told}; require(${JSON.stringify(join(folder, name))}); process.exit(0)`;
      const args = ["--require", join(folder, "engine", "typescript.cjs"), "-e", load];
      const { stdout, stderr } = await finish(process.execPath, args);
      assert.equal(stderr, "");
      const loaded = JSON.parse(stdout.toString()) as string[];
      assert.deepEqual(
        loaded.filter((file) => /node_modules\/@(pulumi|grpc)\/|messages\/(en|zh)\//.test(file)),
        [],
      );
    });
});
