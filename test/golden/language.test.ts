import assert from "node:assert/strict";
import { join } from "node:path";
import { root, runProgram, stackFile } from "../support/program";

/**
 * What is registered is the same whoever reads: a text in an input would be a change each time that a colleague with another language
 * runs `pulumi up`.
 */
describe("golden: resources do not depend on the reader's language", () => {
  const usual = process.env["WEB_SYSTEMS_LANG"];
  afterEach(() => {
    process.env["WEB_SYSTEMS_LANG"] = usual;
  });

  for (const system of [".", "examples/elife", "examples/order-system", "examples/electric-miniprogram"])
    it(`${system}: in English and in Chinese`, async () => {
      const folder = join(root, system);
      const inputs = async (language: string) => {
        process.env["WEB_SYSTEMS_LANG"] = language;
        const { resources } = await runProgram(folder, "dev", stackFile(folder, "dev"));
        return resources.map((each) => `${each.type} ${each.name} ${JSON.stringify(each.inputs)}`).sort();
      };
      assert.deepEqual(await inputs("zh"), await inputs("en"));
    }).timeout(60_000);
});
