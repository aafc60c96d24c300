import assert from "node:assert/strict";
import { freePort, referenceSettings, TestProject } from "../support/project";

/** Real CLI and plugins; no Docker engine is needed, because each of these is refused before anything is touched. */
describe("engine: a user's mistakes", function () {
  this.timeout(120_000);
  let project: TestProject;

  before(async () => (project = await TestProject.create(referenceSettings(await freePort()))));
  after(() => project.remove());

  async function refused(expected: RegExp[]): Promise<void> {
    const { stdout, stderr, exitCode } = await project.up();
    const output = stdout + stderr;
    assert.notEqual(exitCode, 0, output);
    for (const pattern of expected) assert.match(output, pattern);
    assert.doesNotMatch(output, /^\s+at .*:\d+:\d+/m, "a stack trace");
    const { stdout: state } = await project.cli("stack", "export", "--stack", project.stack);
    const { resources = [] } = (JSON.parse(state) as { deployment: { resources?: { type: string }[] } })
      .deployment;
    assert.deepEqual(
      resources.filter(({ type }) => !type.startsWith("pulumi:")),
      [],
      "something was made",
    );
  }

  it("a stack file with several mistakes: all at once, each with its path and a fix", async () => {
    const settings = referenceSettings(0);
    project.settings = { ...settings, colour: "red", web: { versoin: "1" } };
    project.writeStackFile();
    await refused([
      /has 4 mistakes; nothing was changed/,
      /colour: unknown key/,
      /edge\.port: expected at least 1, found 0/,
      /web\.version: missing\s+fix: add `version: "1\.0\.0"`/,
      /web\.versoin: unknown key\s+fix: did you mean "version"\?/,
    ]);
  });

  it("a malformed stack file: the line", async () => {
    project.edit(`Pulumi.${project.stack}.yaml`, (text) => text.replace(/(edge:)/, '$1 ["'));
    const { stdout, stderr, exitCode } = await project.up();
    assert.notEqual(exitCode, 0);
    assert.match(stdout + stderr, /invalid YAML file: yaml: line \d+/);
  });

  it("an engine that does not answer: what, where and how to start it", async () => {
    project.settings = { ...referenceSettings(await freePort()), host: "unix:///nonexistent/docker.sock" };
    project.edit(`Pulumi.${project.stack}.yaml`, () => "");
    project.writeStackFile();
    await refused([/Docker does not answer at unix:\/\/\/nonexistent\/docker\.sock/, /fix: start it/]);
  });

  it("migrations that cannot be listed: every file named", async () => {
    project.settings = referenceSettings(await freePort());
    project.writeStackFile();
    project.edit("migrations/order.txt", (text) => `${text}\nadd_nothing.sql\n`);
    await refused([
      /The release cannot start; nothing was changed/,
      /add_nothing\.sql is listed in order\.txt/,
    ]);
  });
});
