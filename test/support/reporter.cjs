// Mocha's spec reporter, closed by the one line that people and CI read. A test that did not run counts as failed:
// pending tests are named, so none can pass by being skipped.
const { reporters } = require("mocha");

module.exports = class extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes = 0, failures = 0, pending = 0 } = this.stats ?? {};
    console.log(`${passes} passed, ${failures + pending} failed`);
  }
};
