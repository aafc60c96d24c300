import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { imagesNamed, localName } from "../../toolchain/image-list";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";

const docker = (...args: string[]) => run("docker", args);
const tried = (...args: string[]) => run("docker", args, { reject: false });

describe("the base images", function () {
  this.timeout(120_000);
  const tag = `pws-test-app-${process.pid}`;

  /** Builds an application's image, as its own Dockerfile would. */
  const build = async (dockerfile: string, files: Record<string, string> = {}) => {
    const folder = mkdtempSync(join(tmpdir(), "pws-test-app-"));
    try {
      for (const [file, text] of Object.entries({ ...files, Dockerfile: dockerfile }))
        writeFileSync(join(folder, file), text);
      const options = { env: { DOCKER_BUILDKIT: "0" }, reject: false };
      return await run("docker", ["build", "--no-cache", "--force-rm", "--tag", tag, folder], options);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  before(async function () {
    this.timeout(600_000);
    await ensureBaseImages(() => undefined);
  });
  afterEach(async () => {
    await tried("rm", "--force", "--volumes", tag);
    await tried("image", "rm", "--force", tag);
  });

  it("are found current in less than a second, without a word", async () => {
    const begin = Date.now();
    await ensureBaseImages(assert.fail);
    assert.ok(Date.now() - begin < 1_000, `${Date.now() - begin} ms`);
  });

  it("hold no package lists, and little enough", async () => {
    const limits = new Map([
      ["debian", 90],
      ["postgres", 260],
      ["nginx", 110],
      ["python", 135],
      ["node", 210],
      ["redis", 100],
    ]);
    for (const base of imagesNamed()) {
      const { stdout } = await docker("image", "inspect", "--format", "{{.Size}}", localName(base));
      assert.ok(Number(stdout) / 1e6 < limits.get(base.name)!, `${base.name}: ${stdout} bytes`);
      const list = ["run", "--rm", "--entrypoint", "ls", localName(base), "/var/lib/apt/lists"];
      assert.equal((await docker(...list)).stdout, "");
    }
  });

  it("python: pip installs what matches its hash, and refuses what does not", async () => {
    const requirement = (hash: string) => `six==1.17.0 --hash=sha256:${hash}\n`;
    const right = "4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274";
    const dockerfile = [
      `FROM local/python:3.13-slim`,
      "COPY *.txt /",
      "RUN pip install --no-cache-dir --require-hashes -r /right.txt",
      "RUN ! pip install --no-cache-dir --force-reinstall --require-hashes -r /wrong.txt",
    ].join("\n");
    const built = await build(dockerfile, {
      "right.txt": requirement(right),
      "wrong.txt": requirement(right.replace("4", "5")),
    });
    assert.equal(built.exitCode, 0, built.stdout + built.stderr);
    const program = "import six, sys; print(sys.version_info[:2], six.__file__)";
    const { stdout } = await docker("run", "--rm", "--user", "1000", tag, "python", "-c", program);
    assert.equal(stdout, "(3, 13) /usr/local/lib/python3.13/site-packages/six.py");
  });

  it("node: npm installs from its registry, also globally, and the user node runs it", async () => {
    const dockerfile = [
      "FROM local/node:20-slim",
      "RUN npm install --global semver@7.6.3",
      "USER node",
      "WORKDIR /home/node",
      "RUN npm init --yes >/dev/null && npm install left-pad@1.3.0",
    ].join("\n");
    const built = await build(dockerfile);
    assert.equal(built.exitCode, 0, built.stdout + built.stderr);
    const script =
      'id -u; node -p "process.version.slice(0, 4) + require(\\"left-pad\\")(1, 3)"; semver 1.2.3; npm -v';
    const { stdout } = await docker("run", "--rm", tag, "bash", "-c", script);
    assert.match(stdout, /^1000\nv20\. {2}1\n1\.2\.3\n10\./);
  });

  it("nginx: serves as user 101 with a read-only root, logs to the outside, and ends gracefully", async () => {
    const confined = ["--read-only", "--tmpfs", "/var/cache/nginx", "--tmpfs", "/run"];
    const test = await docker("run", "--rm", ...confined, "local/nginx:1.26", "nginx", "-t");
    assert.match(test.stderr, /test is successful/);
    await docker("run", "--detach", "--name", tag, ...confined, "local/nginx:1.26");
    const curl = () => tried("exec", tag, "curl", "--silent", "--fail", "http://127.0.0.1/");
    for (let tries = 0; tries < 50 && (await curl()).exitCode !== 0; tries++) await sleep(100);
    assert.match((await curl()).stdout, /Nginx is running/);
    const workers =
      "for p in /proc/[0-9]*; do grep -sq '^nginx: worker' $p/cmdline && grep ^Uid $p/status; done | sort -u";
    assert.equal((await docker("exec", tag, "sh", "-c", workers)).stdout, "Uid:\t101\t101\t101\t101");
    await docker("stop", tag);
    const logs = await docker("logs", tag);
    assert.match(logs.stdout, /"GET \/ HTTP\/1\.1" 200/);
    assert.match(logs.stderr, /signal 3 \(SIGQUIT\) received/);
    assert.equal((await docker("inspect", "--format", "{{.State.ExitCode}}", tag)).stdout, "0");
  });
});
