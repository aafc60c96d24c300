import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once as event } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "../../components/engine/host";
import { asOwner } from "../../components/migration/runner/owner";
import { labels } from "../../components/engine/labels";
import { once, type OnceArgs } from "../../components/workload/once";
import { runOnce, type Once } from "../../components/workload/run-once";
import { engine } from "../support/database-server";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";

const image = "local/debian:trixie";

/** What a task hands to its container arrives as it was written, whatever is in it; and no container is taken for its own that is not. */
describe("docker: a command that runs once", function () {
  this.timeout(60_000);
  const stack = `test${randomBytes(4).toString("hex")}`;
  const host = { system: "shop", stack, prefix: `shop-${stack}` } as Host;
  const container = `${host.prefix}-job`;
  let lines: string[];

  const jobOf = (args: Partial<OnceArgs>) =>
    new Promise<Once>((done, failed) => {
      const made = once("job", { image, command: ["true"], memory: 64, ...args }, { host, network: "none" });
      const promise = (made as unknown as { promise(): Promise<unknown> }).promise();
      promise.catch(failed);
      made.apply((job) => done(job as Once));
    });
  async function runs(args: Partial<OnceArgs>): Promise<number> {
    lines = [];
    return runOnce(await jobOf(args), engine, (line) => lines.push(line));
  }
  const containers = async (name = container) =>
    (await run("docker", ["ps", "--all", "--quiet", "--filter", `name=^${name}$`])).stdout;
  const make = (...args: string[]) =>
    run("docker", ["create", "--name", container, ...args, image, "sleep", "60"]);
  const own = labels("shop", stack, "job", "job").flatMap(({ label, value }) => [
    "--label",
    `${label}=${value}`,
  ]);

  before(async function () {
    this.timeout(300_000);
    await ensureBaseImages(() => undefined, { names: [image] });
  });
  afterEach(async () => {
    await run("docker", ["rm", "--force", "--volumes", container], { reject: false });
  });

  it("all lines of a command run, and its exit code is the last one's", async () => {
    assert.equal(
      await runs({ command: ["sh", "-c", "set -e\necho first\n\necho second; (exit 7)\necho never"] }),
      7,
    );
    assert.deepEqual(lines, ["first", "second", "It ended with exit code 7."]);
    assert.equal(await containers(), "");
  });

  it("words, settings and secrets arrive as they are", async () => {
    process.env["OF_THE_OPERATOR"] = "leaked";
    const values = {
      LINES: "a\nOF_THE_OPERATOR\n\nb\n",
      QUOTES: `it's "$HOME" \`id\` \\n %s`,
      CHINESE: "张三；订单",
      DASHES: "--env=X",
      EMPTY: "",
      SPACES: "  x  ",
      LONG: "x".repeat(100_000),
    };
    const secrets = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`SECRET_${name}`, value]),
    );
    const words = ["", "-x", "two\nlines", "$(id)", "END"];
    const names = [...Object.keys(values), ...Object.keys(secrets)];
    const text = `show() { printf %s "$1" | od -An -v -tx1 | tr -d ' \\n'; echo; }\n${names.map((name) => `show "$${name}"`).join("\n")}\nfor word; do show "$word"; done; env | grep -c OPERATOR=`;
    await runs({ command: ["sh", "-c", text, "sh", ...words], settings: values, secrets });
    const expected = [...Object.values(values), ...Object.values(secrets), ...words];
    assert.deepEqual(
      lines.slice(0, -2).map((line) => Buffer.from(line, "hex").toString()),
      expected,
    );
    assert.equal(lines.at(-2), "0", "a variable of the operator's shell");
  });

  it("its last line is shown without a line's end too", async () => {
    assert.equal(await runs({ command: ["printf", "%s", "one\ntwo"] }), 0);
    assert.deepEqual(lines, ["one", "two"]);
  });

  it("what no container could be started with is refused by name, without its value", async () => {
    const refused = async (args: Partial<OnceArgs>, expected: RegExp) =>
      assert.rejects(
        jobOf(args),
        (error: Error) => expected.test(error.message) && error.message.length < 500,
      );
    await refused({ settings: { BIG: "x".repeat(1 << 20) } }, /settings\.BIG has 1048576 bytes/);
    await refused({ secrets: { BIG: "x".repeat(1 << 20) } }, /secrets\.BIG has 1048576 bytes/);
    await refused({ command: ["sh", "-c", "x".repeat(1 << 18)] }, /command: word 3 has 262144 bytes/);
    await refused({ secrets: { "NOT A NAME": "x" } }, /secrets\."NOT A NAME"/);
    await refused({ settings: { NUL: "a\0b" } }, /settings\.NUL/);
    await refused({ volumes: { "/a:b": "v" } }, /volumes\."\/a:b"/);
  });

  it("a secret is not to be seen from outside", async () => {
    const job = runs({ command: ["sh", "-c", "sleep 4"], secrets: { KEY: "not-to-be-seen" } });
    await sleep(3000);
    const { stdout } = await run("docker", ["inspect", container]);
    assert.doesNotMatch(stdout, /not-to-be-seen/);
    assert.equal(await job, 0);
  });

  it("its lines do not show the secrets that it was given, also when it fails", async () => {
    const secrets = { ADDRESS: "postgres://shop:hunter%2F22@db/shop", KEY: "first-line\nsecond-line" };
    const text = 'echo "cannot reach $ADDRESS as hunter/22"; echo "$KEY" >&2; exit 3';
    assert.equal(await runs({ command: ["sh", "-c", text], secrets }), 3);
    assert.match(lines.join("\n"), /^cannot reach \[secret\] as \[secret\]$/m);
    assert.doesNotMatch(lines.join("\n"), /hunter|first-line|second-line/);
    const run = await jobOf({ command: ["sh", "-c", "echo shop: $PASSWORD"] });
    const owner = { userVariable: "USERNAME", passwordVariable: "PASSWORD" };
    lines = [];
    await runOnce(asOwner(run, owner, "shop", "for-a-moment"), engine, (line) => lines.push(line));
    assert.deepEqual(lines, ["shop: [secret]"], "the role's name is no secret");
  });

  it("a container of another owner by the same name is left alone, and named", async () => {
    for (const foreign of [
      [],
      labels("shop", "other", "job", "job").flatMap(({ label, value }) => ["--label", `${label}=${value}`]),
    ]) {
      const { stdout: id } = await make(...foreign);
      assert.equal(await runs({}), 1);
      assert.match(lines.join("\n"), new RegExp(`container ${container} .*not .* this stack.*fix:`, "s"));
      assert.equal(await containers(), id.slice(0, 12));
      await run("docker", ["rm", id]);
    }
  });

  it("one that a killed update left is removed; one that still runs is waited for by the operator", async () => {
    await make(...own);
    assert.equal(await runs({ command: ["echo", "done"] }), 0);
    assert.deepEqual(lines, ["done"]);
    const { stdout: id } = await make(...own, "--volume", "/run/secrets");
    await run("docker", ["start", id]);
    assert.equal(await runs({}), 1);
    assert.match(lines.join("\n"), new RegExp(`${container} still runs`));
    assert.equal(await containers(), id.slice(0, 12));
    const volume = (await run("docker", ["inspect", "--format", "{{(index .Mounts 0).Name}}", id])).stdout;
    const [command = "false"] = /docker rm .*/.exec(lines.join("\n")) ?? [];
    await run("sh", ["-c", command]);
    const kept = await run("docker", ["volume", "inspect", volume], { reject: false });
    assert.notEqual(kept.exitCode, 0, "the volume with its secrets is still there");
  });

  it("ends with the program that began it", async () => {
    const job = await jobOf({ command: ["sh", "-c", "echo begun; sleep 60"] });
    const script = `const { Engine } = require("./components/engine/engine");
      const { theWorld } = require("./components/engine/world");
      require("./components/workload/run-once").runOnce(${JSON.stringify(job)}, Engine.of(theWorld), console.log);`;
    const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], { cwd: root });
    await event(child.stdout, "data");
    child.kill("SIGTERM");
    const [code] = (await event(child, "exit")) as [number];
    assert.equal(code, 1);
    assert.equal(await containers(), "");
  });
});
