// Mocha's spec reporter, closed by the one line that people and CI read. A test that did not run counts as failed:
// pending tests are named, so none can pass by being skipped. In a run of every test, one that docs/systems.md names and that did not
// pass counts too.
const { reporters } = require("mocha");
const { unshown } = require("./systems-table.cjs");

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    this.passed = [];
    this.failed = [];
    runner.on("pass", ({ title, file }) => this.passed.push({ title, file: file ?? "" }));
    runner.on("fail", (test, { message = "" }) =>
      this.failed.push(`${test.fullTitle()}: ${inOneLine(message)}`),
    );
  }

  epilogue() {
    super.epilogue();
    const { passes = 0, failures = 0, pending = 0 } = this.stats ?? {};
    const missing = process.env["EVERY_TEST"] ? unshown(this.passed) : [];
    for (const failure of this.failed) console.log(`FAILED ${failure}`);
    for (const test of missing) console.log(`docs/systems.md names a test that did not pass: ${test}`);
    if (missing.length > 0) process.exitCode = 1;
    console.log(`${passes} passed, ${failures + pending + missing.length} failed`);
  }
};

const inOneLine = (message) => message.replace(/\s+/g, " ").slice(0, 400);
