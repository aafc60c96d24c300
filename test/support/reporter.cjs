// Mocha's spec reporter, closed by the one line that people and CI read. A test that did not run counts as failed:
// pending tests are named, so none can pass by being skipped. In a run of every test, one that docs/systems.md names and that did not
// pass counts too.
const { relative } = require("node:path");
const { reporters } = require("mocha");
const { unshown } = require("./systems-table.cjs");

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    this.passed = [];
    this.took = new Map();
    this.failed = [];
    runner.on("pass", ({ title, file }) => this.passed.push({ title, file: file ?? "" }));
    for (const end of ["test end", "hook end"])
      runner.on(end, ({ file = "", duration = 0 }) =>
        this.took.set(file, (this.took.get(file) ?? 0) + duration),
      );
    runner.on("fail", (test, { message = "" }) =>
      this.failed.push(`${test.fullTitle()}: ${inOneLine(message)}`),
    );
  }

  epilogue() {
    super.epilogue();
    const { passes = 0, failures = 0, pending = 0 } = this.stats ?? {};
    const missing = process.env["EVERY_TEST"] ? unshown(this.passed) : [];
    if (process.env["EVERY_TEST"]) for (const line of slowest(this.took)) console.log(line);
    for (const failure of this.failed) console.log(`FAILED ${failure}`);
    for (const test of missing) console.log(`docs/systems.md names a test that did not pass: ${test}`);
    if (missing.length > 0) process.exitCode = 1;
    console.log(`${passes} passed, ${failures + pending + missing.length} failed`);
  }
};

/** The ten files that took longest: where the time of a run goes. */
function slowest(took) {
  const files = [...took].sort(([, a], [, b]) => b - a).slice(0, 10);
  const lines = files.map(
    ([file, ms]) => `  ${(ms / 1000).toFixed(0).padStart(5)} s  ${relative(process.cwd(), file)}`,
  );
  return ["The ten slowest files:", ...lines];
}

const inOneLine = (message) => message.replace(/\s+/g, " ").slice(0, 400);
