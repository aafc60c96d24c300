import assert from "node:assert/strict";
import { run, type RunResult } from "../../operations/kernel/run";
import { findGo } from "../../operations/pulumi/go";
import { goModule } from "../../operations/pulumi/versions";
import { failuresIn, testsIn, type GoTest } from "./results";

/** The tests beside the Go sources, each under its own name, so that the last line of a run counts them. */
describe("go: the tests beside the sources of toolchain/go", function () {
  // The first time Go fetches and compiles Pulumi's SDK.
  this.timeout(1_800_000);
  const tests = testsIn(goModule);
  const folders = [...new Set(tests.map(({ folder }) => folder))];
  let go: (...args: string[]) => Promise<RunResult>;
  let failure: (test: GoTest) => string | undefined;

  before(async () => {
    const { bin } = await findGo("The tests of the Go sources need");
    go = (...args) => run(bin, args, { cwd: goModule, reject: false, maxBuffer: 64e6 });
    const { stdout, stderr } = await go("test", "-json", ...folders.map((folder) => `./${folder}`));
    failure = failuresIn(stdout.split("\n"), stderr);
  });

  it("go vet finds nothing in these packages and those below them", async () => {
    const { exitCode, stderr } = await go("vet", ...folders.map((folder) => `./${folder}/...`));
    assert.equal(exitCode, 0, stderr);
  });

  for (const folder of folders)
    describe(folder, () => {
      for (const test of tests.filter((each) => each.folder === folder))
        it(test.name, () => {
          const why = failure(test);
          assert.ok(why === undefined, why);
        });
    });
});
