import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, referenceSettings, TestProject } from "../support/project";
import { readAnEnvFile, setSecret } from "../support/secret-settings";

/** Real CLI and plugins, no Docker engine: secrets that are refused before anything is touched. */
describe("engine: secrets that are refused", function () {
  this.timeout(300_000);
  let project: TestProject;
  let envFile: string;

  before(async () => {
    project = await TestProject.create(referenceSettings(await freePort()));
    envFile = join(project.folder, "backend.env");
  });
  after(() => project.remove());

  async function refused(...expected: RegExp[]): Promise<string> {
    const { stdout, stderr, exitCode } = await project.preview();
    const output = stdout + stderr;
    assert.notEqual(exitCode, 0, output);
    for (const pattern of expected) assert.match(output, pattern);
    assert.doesNotMatch(output, /^\s+at .*:\d+:\d+/m, "a stack trace");
    return output;
  }

  it("a known default: named by its path, with the command that fixes it, not shown", async () => {
    await setSecret(project, "WECHAT_KEY", "admin123admin123");
    const output = await refused(
      /backend\.secrets\.WECHAT_KEY: a weak secret: a known default/,
      /fix: choose a random one: openssl rand -hex 24 \| pulumi config set --secret --path/,
    );
    assert.doesNotMatch(output, /admin123/);
  });

  it("setting a secret leaves the stack file's first line, which editors read, where it was", async () => {
    const first = "# yaml-language-server: $schema=./stack.schema.json\n";
    project.edit(`Pulumi.${project.stack}.yaml`, (text) => first + text);
    await setSecret(project, "WECHAT_KEY", "k7Qm2Xp9Lr4Ts8vW");
    const text = readFileSync(join(project.folder, `Pulumi.${project.stack}.yaml`), "utf8");
    assert.ok(text.startsWith(first), text);
    assert.match(text, /WECHAT_KEY:\n\s+secure: /);
  });

  it("an env file that others can read and that lacks a key: both, and nothing of what it says", async () => {
    readAnEnvFile(project, envFile, "ALIPAY_KEY");
    writeFileSync(envFile, "ALIPAY_KYE=hunter2\nnonsense hunter2\n");
    chmodSync(envFile, 0o644);
    const output = await refused(
      /The env file .*backend\.env has 3 mistakes; nothing was changed/,
      /its mode is 0644; it must be 0600 or 0400.*\n\s+fix: chmod 600 /,
      /backend\.env:2: not a line of the form KEY=value/,
      /ALIPAY_KEY: missing/,
    );
    assert.doesNotMatch(output, /hunter2/);
  });

  it("an env file that is corrected passes, with a warning about the key that no container reads", async () => {
    writeFileSync(envFile, "ALIPAY_KEY=z6Rk1Wn8Bq3Vt7Yp\nALIPAY_KYE=hunter2\n");
    chmodSync(envFile, 0o600);
    project.edit(`Pulumi.${project.stack}.yaml`, (text) =>
      text.replace(/proxy-system:registry/, "proxy-system:host: unix:///nonexistent/docker.sock\n  $&"),
    );
    // What stops it now is the engine, which the preflight asks after the settings were read.
    const output = await refused(
      /Docker does not answer/,
      /ALIPAY_KYE is not a setting of this system .*did you mean ALIPAY_KEY\?/,
    );
    assert.doesNotMatch(output, /hunter2|z6Rk1Wn8/);
  });
});
