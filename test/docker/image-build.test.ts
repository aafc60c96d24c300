import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { contextHash } from "../../components/image/context-hash";
import type { BuildJob } from "../../components/image/build-job";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";

/** Builds with the program that a release runs, on the real engine. */
describe("docker: an image built from source", function () {
  this.timeout(60_000);
  const repository = `pws-test-build-${process.pid}`;
  let context: string;
  beforeEach(() => {
    context = mkdtempSync(join(tmpdir(), "context-"));
    const dockerfile = [
      "FROM scratch",
      "ARG NAME",
      "ARG CONTEXT",
      "ARG DOCKER_HOST",
      "ARG SCRIPT",
      "ARG LINES",
    ];
    const labels = ["NAME", "CONTEXT", "DOCKER_HOST", "SCRIPT", "LINES"].map(
      (arg) => `LABEL ${arg}="$${arg}"`,
    );
    write("Dockerfile", [...dockerfile, ...labels, "COPY . /", ""].join("\n"));
  });
  afterEach(async () => {
    rmSync(context, { recursive: true });
    const { stdout } = await run("docker", [
      "image",
      "ls",
      "--format",
      "{{.Repository}}:{{.Tag}}",
      repository,
    ]);
    const made = stdout.split("\n").filter(Boolean);
    if (made.length > 0) await run("docker", ["image", "rm", "--force", ...made]);
  });

  /** As a checkout under umask 077 leaves it. */
  const write = (name: string, text: string, mode = 0o600) => {
    mkdirSync(dirname(join(context, name)), { recursive: true, mode: 0o700 });
    writeFileSync(join(context, name), text, { mode });
    chmodSync(join(context, name), mode);
  };
  const build = async (job: Partial<BuildJob> = {}, env: Record<string, string> = {}) => {
    const name = `${repository}:${contextHash(context).slice(0, 12)}`;
    const { exitCode, stdout, stderr } = await run(
      "sh",
      ["-c", 'umask 077; exec node --require ./compile.cjs "$0"', "components/image/build-job.ts"],
      { cwd: root, env, input: JSON.stringify({ name, context, args: {}, ...job }), reject: false },
    );
    return { name, exitCode, stdout, stderr };
  };
  /** What `docker build` is called with, as its folder is then: the modes of what is around the copy of the context. */
  const around = async () => {
    const seen = join(context, "..", `${basename(context)}-seen`);
    mkdirSync(seen);
    try {
      const { stdout: real } = await run("sh", ["-c", "command -v docker"]);
      const script = `#!/bin/sh\nfor last; do :; done\n[ "$1" != build ] || stat -c '%a %n' "$(dirname "$last")" "$last/.npmrc" >${seen}/modes\nexec ${real} "$@"\n`;
      writeFileSync(join(seen, "docker"), script, { mode: 0o755 });
      const { exitCode } = await build({}, { PATH: `${seen}:${process.env["PATH"]}` });
      assert.equal(exitCode, 0);
      return readFileSync(join(seen, "modes"), "utf8");
    } finally {
      rmSync(seen, { recursive: true });
    }
  };
  /** Mode and name of everything in an image, as `tar` lists it. */
  const listed = async (image: string): Promise<Record<string, string | undefined>> => {
    const { stdout: container } = await run("docker", ["create", image, "none"]);
    try {
      const { stdout } = await run("sh", ["-c", 'docker export "$0" | tar -tv', container]);
      return Object.fromEntries(
        stdout.split("\n").map((line) => [line.split(/\s+/)[5] ?? "", line.slice(0, 10)]),
      );
    } finally {
      await run("docker", ["rm", container]);
    }
  };

  it("can be read by everybody in it, however it was checked out", async () => {
    write("src/app.py", "print()");
    write("run.sh", "#!/bin/sh", 0o700);
    mkdirSync(join(context, "empty"), { mode: 0o700 });
    symlinkSync("src/app.py", join(context, "link"));
    const { exitCode, stdout, stderr } = await build();
    assert.equal(exitCode, 0, stderr);
    const files = await listed(stdout);
    assert.deepEqual(
      ["src/", "src/app.py", "run.sh", "empty/", "link"].map((name) => files[name]),
      ["drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x", "drwxr-xr-x", "lrwxrwxrwx"],
    );
  });

  it("has what its .dockerignore lets in, and is another when that changes", async () => {
    write(".dockerignore", "*\n!dist\n!src\n**/__pycache__\n!src/keep/__pycache__/x\n");
    write("dist/main.js", "1");
    write("src/dist/main.js", "1");
    write("src/__pycache__/x.pyc", "1");
    write("secret.env", "1");
    const first = await build();
    assert.equal(first.exitCode, 0, first.stderr);
    const files = await listed(first.stdout);
    assert.ok(files["dist/main.js"] && files["src/dist/main.js"], JSON.stringify(files));
    assert.deepEqual([files["secret.env"], files["src/__pycache__/x.pyc"]], [undefined, undefined]);
    write("dist/main.js", "2");
    const second = await build();
    assert.notEqual(second.stdout, first.stdout);
    write("src/__pycache__/x.pyc", "2");
    assert.equal((await build()).stdout, second.stdout);
    chmodSync(join(context, "src/dist/main.js"), 0o700);
    assert.notEqual((await build()).stdout, second.stdout);
  });

  it("gets each build argument as it is, whatever it is called and says", async () => {
    const args = {
      NAME: "mine",
      CONTEXT: "/nowhere",
      DOCKER_HOST: "tcp://127.0.0.1:1",
      SCRIPT: "echo mine",
      LINES: "one\ntwo 'three' $FOUR",
    };
    const { exitCode, stdout, stderr } = await build({ args });
    assert.equal(exitCode, 0, stderr);
    const { stdout: labels } = await run("docker", [
      "image",
      "inspect",
      "--format",
      "{{json .Config.Labels}}",
      stdout,
    ]);
    assert.deepEqual(JSON.parse(labels), args);
  });

  it("that cannot be built leaves nothing, and shows why", async () => {
    write("Dockerfile", "FROM scratch\nCOPY missing /\n");
    const { exitCode, stdout, stderr } = await build();
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.match(stderr, /^Step 2\/2/m);
    assert.match(
      stderr,
      /could not be built from .*; nothing was changed\. The last lines of its build:\n.*missing/s,
    );
  });

  it("from a copy that no other user of this machine can read, while everybody can in the image", async () => {
    write(".npmrc", "//registry.example.cn/:_authToken=secret\n");
    const [parent, file] = (await around()).split("\n");
    assert.match(parent ?? "", /^700 /);
    assert.match(file ?? "", /^644 /);
  });
});
