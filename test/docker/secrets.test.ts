import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { commandLinesDuring } from "../support/processes";
import { freePort, referenceSettings, TestProject } from "../support/project";
import { readAnEnvFile, secretValues, setSecret, shown } from "../support/secret-settings";

/**
 * Looks for every secret of the reference system, generated, set by its user and read from an env file, wherever somebody without
 * its passphrase could look. Not counted: root on the host, and whoever may run `docker exec`. The tests follow one another.
 */
describe("docker: secrets stay secret", function () {
  this.timeout(900_000);
  let project: TestProject;
  let envFile: string;
  const secrets = new Set<string>();
  const output: string[] = [];
  const commandLines = new Set<string>();

  /** A secret that was never seen before, to be looked for from now on. */
  const invented = () => {
    const secret = randomBytes(18).toString("base64url");
    secrets.add(secret);
    return secret;
  };
  const writeEnvFile = (secret: string) => writeFileSync(envFile, `ALIPAY_KEY=${secret}\n`, { mode: 0o600 });
  const nothingIn = (where: string, text: string) => {
    assert.ok(text.length > 0, `${where}: there is something to look at`);
    assert.deepEqual(shown([...secrets], text), [], `${where} shows a secret`);
  };
  const containers = (service = "") =>
    project.onEngine("container").then((names) => names.filter((name) => name.includes(`-${service}`)));
  const preview = async () => {
    const { stdout, stderr, exitCode } = await project.preview("--diff");
    assert.equal(exitCode, 0, stdout + stderr);
    output.push(stdout + stderr);
    return stdout;
  };
  const touched = async () => new Set((await project.changes()).map((change) => change.split(" ")[1]));

  /** An update whose output and whose processes are kept to be looked through. */
  async function up(): Promise<boolean> {
    const { result, seen } = await commandLinesDuring(() => project.up());
    seen.forEach((line) => commandLines.add(line));
    output.push(result.stdout + result.stderr);
    for (const value of await secretValues(project)) secrets.add(value);
    return result.exitCode === 0;
  }

  /** Whether the backend's process has a setting with this value. */
  async function backendHas(name: string, value: string): Promise<boolean> {
    const [backend = ""] = await containers("backend");
    const { stdout } = await run("docker", ["exec", backend, "cat", "/proc/1/environ"]);
    return stdout.split("\0").includes(`${name}=${value}`);
  }

  const [wechat, alipay] = [invented(), invented()];

  before(async () => {
    project = await TestProject.create(referenceSettings(await freePort()));
    envFile = join(project.folder, "backend.env");
    readAnEnvFile(project, envFile, "ALIPAY_KEY");
    writeEnvFile(alipay);
    await setSecret(project, "WECHAT_KEY", wechat);
  });
  after(() => project.remove());

  it("reach the backend", async () => {
    assert.ok(await up(), output.at(-1));
    assert.ok(await backendHas("WECHAT_KEY", wechat));
    assert.ok(await backendHas("ALIPAY_KEY", alipay));
    // SECRET_KEY, the database's password and URL, the key of the fingerprints. The two above travel inside longer texts.
    const generated = await secretValues(project);
    assert.ok(generated.length >= 4, `${generated.length} generated secrets to look for`);
  });

  it("a rotated one is named in the preview, and touches only the backend and the Nginx switch", async () => {
    await setSecret(project, "WECHAT_KEY", invented());
    const diff = await preview();
    assert.match(diff, /~ FINGERPRINT_OF_WECHAT_KEY/);
    assert.doesNotMatch(diff, /~ FINGERPRINT_OF_(?!WECHAT_KEY)/);
    assert.deepEqual([...(await touched())].sort(), ["backend", "backend-ready", "nginx-switch"]);
  });

  it("a changed env file is named in the preview in the same way", async () => {
    await setSecret(project, "WECHAT_KEY", wechat);
    writeEnvFile(invented());
    const diff = await preview();
    assert.match(diff, /~ FINGERPRINT_OF_ALIPAY_KEY/);
    assert.doesNotMatch(diff, /~ FINGERPRINT_OF_(?!ALIPAY_KEY)/);
    assert.deepEqual([...(await touched())].sort(), ["backend", "backend-ready", "nginx-switch"]);
  });

  it("rotated ones replace only the backend, which has the new values", async () => {
    const before = await containers();
    const [newWechat, newAlipay] = [invented(), invented()];
    await setSecret(project, "WECHAT_KEY", newWechat);
    writeEnvFile(newAlipay);
    assert.ok(await up(), output.at(-1));
    const after = await containers();
    const gone = before.filter((name) => !after.includes(name));
    assert.equal(gone.length, 1, "one container was replaced");
    assert.match(gone[0] ?? "", /-backend-/);
    assert.equal(after.length, before.length);
    assert.ok(await backendHas("WECHAT_KEY", newWechat));
    assert.ok(await backendHas("ALIPAY_KEY", newAlipay));
    assert.deepEqual(await project.changes(), []);
  });

  it("are not in what the engine tells about containers, images, volumes and networks", async () => {
    const names = await containers();
    nothingIn("docker inspect", (await run("docker", ["inspect", ...names])).stdout);
    const { stdout } = await run("docker", ["inspect", "--format", "{{.Image}}", ...names]);
    const images = [...new Set(stdout.split("\n"))];
    nothingIn("docker image inspect", (await run("docker", ["image", "inspect", ...images])).stdout);
    for (const image of images)
      nothingIn("docker history", (await run("docker", ["history", "--no-trunc", image])).stdout);
    const others = [...(await project.onEngine("volume")), ...(await project.onEngine("network"))];
    nothingIn("docker inspect", (await run("docker", ["inspect", ...others])).stdout);
  });

  it("are not in what the containers logged", async () => {
    for (const name of await containers()) {
      const { stdout, stderr } = await run("docker", ["logs", name]);
      nothingIn(`docker logs ${name}`, `${stdout}${stderr}\n`);
    }
  });

  it("are not in what a failing update says", async () => {
    const dies = 'import os\nraise SystemExit("stopped for the test: " + repr(dict(os.environ)))\n';
    project.edit("apps/backend/app/main.py", (text) => dies + text);
    await setSecret(project, "WECHAT_KEY", invented());
    assert.equal(await up(), false);
    assert.match(output.at(-1) ?? "", /Service backend did not become healthy/);
    assert.match(output.at(-1) ?? "", /stopped for the test: .*'SECRET_KEY': '\[secret\]'/);
    const inspected = await run("docker", ["inspect", ...(await containers())]);
    nothingIn("docker inspect of a failed candidate", inspected.stdout);
  });

  it("are not in what the CLI said, nor in what it says about the stack", async () => {
    for (const args of [
      ["config"],
      ["config", "--json"],
      ["stack", "--show-urns"],
      ["stack", "output", "--json"],
      ["stack", "export"],
    ]) {
      const { stdout, stderr } = await project.cli(...args, "--stack", project.stack);
      output.push(stdout + stderr);
    }
    for (const text of output) nothingIn("the CLI's output", text);
  });

  it("are in no command line that was on the machine during an update", () => {
    const all = [...commandLines].join("\n");
    assert.match(all, /docker exec/, "the updates' processes were seen");
    nothingIn("the process list", all);
  });

  it("are not in the files that Pulumi keeps: state, history, stack file", () => {
    const state = join(project.folder, "state");
    const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const paths = files.map(({ parentPath, name }) => join(parentPath, name));
    assert.ok(
      paths.some((path) => path.includes("history")) && paths.some((path) => path.includes("stacks")),
    );
    for (const path of [...paths, join(project.folder, `Pulumi.${project.stack}.yaml`)])
      nothingIn(path, `${path}\n${readFileSync(path, "utf8")}`);
  });

  it("would be found if they were there", () => {
    const [secret = ""] = secrets;
    for (const text of [
      secret,
      Buffer.from(secret).toString("base64"),
      `https://x/?key=${encodeURIComponent(secret)}`,
    ])
      assert.deepEqual(shown([...secrets], `a ${text} b`), [0]);
  });
});
