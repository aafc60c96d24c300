import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, type RunResult } from "../../operations/kernel/run";
import { freePort } from "../support/project";
import { root } from "../support/program";

/**
 * The two commands of a new user, on a clone of what is committed: with a system name, a port, a state and a passphrase of its
 * own, so that it never meets a real `npm start` on this machine.
 */
describe("docker: npm start and npm stop in a fresh clone", function () {
  this.timeout(900_000);
  const system = `clone${randomBytes(3).toString("hex")}`;
  const folder = mkdtempSync(join(tmpdir(), "clone-"));
  const data = mkdtempSync(join(tmpdir(), "data-"));
  let port: number;
  let output = "";

  const npm = (...args: string[]): Promise<RunResult> =>
    run("npm", args, { cwd: folder, env: { XDG_DATA_HOME: data, CI: "true" }, reject: false });
  const ofSystem = async (...list: string[]) =>
    (await run("docker", [...list, "--quiet", "--filter", `label=io.pulumi-web-systems.system=${system}`]))
      .stdout;

  before(async () => {
    port = await freePort();
    await run("git", ["clone", "--quiet", root, folder]);
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml"]) {
      const text = readFileSync(join(folder, file), "utf8").replace(
        /^( *(?:name: )?)proxy-system/gm,
        `$1${system}`,
      );
      writeFileSync(join(folder, file), text.replace("port: 8080", `port: ${port}`));
    }
  });
  after(async () => {
    await npm("stop", "--", "--volumes");
    const names = ["images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", `reference=${system}/*`];
    const { stdout } = await run("docker", names);
    for (const name of stdout.split("\n").filter(Boolean))
      await run("docker", ["rmi", name], { reject: false });
    rmSync(folder, { recursive: true });
    rmSync(data, { recursive: true });
  });

  it("npm start ends with the system serving, and with a table of it", async () => {
    const { exitCode, stdout, stderr } = await npm("start");
    output = stdout + stderr;
    assert.equal(exitCode, 0, output);
    assert.equal((await fetch(`http://127.0.0.1:${port}/api/v1/payment-configs/`)).status, 200);
    assert.match(output, /^SERVICE +URL +IMAGE +HEALTH$/m);
    for (const service of ["backend", "cache-server", "database", "mobile", "nginx", "web"])
      assert.match(output, new RegExp(`^${service} +\\S.*healthy$`, "m"));
    assert.match(output, new RegExp(`^nginx +http://127\\.0\\.0\\.1:${port} `, "m"));
  });

  it("writes plain lines to a log: no cursor movements", () => {
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(output, /\x1b\[\d*[A-GJK]/);
  });

  it("keeps the passphrase outside the clone, for its owner alone, and shows it nowhere", () => {
    const file = join(data, "pulumi-web-systems", "passphrase");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(!output.includes(readFileSync(file, "utf8").trim()));
  });

  it("a second npm start changes nothing", async () => {
    const { exitCode, stdout, stderr } = await npm("start");
    assert.equal(exitCode, 0, stdout + stderr);
    assert.doesNotMatch(stdout, /created|replaced|deleted/);
  });

  it("leaves the checkout as it was, so that the next git pull works", () => {
    assert.doesNotMatch(readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8"), /encryptionsalt/);
  });

  it("npm stop removes what it made and keeps the database's volume; with --volumes that too", async () => {
    assert.equal((await npm("stop")).exitCode, 0);
    assert.equal(await ofSystem("ps", "--all"), "");
    assert.equal(await ofSystem("network", "ls"), "");
    const kept = ["database", "database-backups", "releases", "releases-sources"].map(
      (name) => `${system}-dev-${name}`,
    );
    assert.equal(await ofSystem("volume", "ls"), kept.join("\n"));
    assert.equal((await npm("stop", "--", "--volumes")).exitCode, 0);
    assert.equal(await ofSystem("volume", "ls"), "");
  });
});
