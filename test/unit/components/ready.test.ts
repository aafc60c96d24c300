import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { EngineFailed, type Container, type Ran } from "../../../components/engine/engine";
import type { ReadyJob } from "../../../components/service/ready/job";
import { ready, type Needed } from "../../../components/service/ready/ready";
import { container } from "../../support/container";

const running = container();
const ran = (code: number | null, both = ""): Ran => ({ code, both, stdout: Buffer.from(both), stderr: "" });

/** A container as a test tells its story: what each process in it does, and what it is after each. */
class Told implements Needed {
  readonly done: string[] = [];
  log = "booting\nhunter22 is wrong\n";

  constructor(
    private readonly execs: ((
      stdin: string | undefined,
      say: (text: string) => void,
    ) => Ran | Promise<Ran>)[],
    private readonly states: (Partial<Container> | undefined)[] = [{}],
  ) {}

  container = () => {
    const state = this.states.length > 1 ? this.states.shift() : this.states[0];
    return Promise.resolve(state && { ...running, ...state });
  };
  exec: Needed["exec"] = async (_, command, { stdin, user = "its own", listener, signal } = {}) => {
    this.done.push(`exec by ${user}`);
    const next = this.execs.length > 1 ? this.execs.shift() : this.execs[0];
    const cut = new Promise<never>((_done, fail) =>
      signal?.addEventListener("abort", () => fail(signal.reason as Error)),
    );
    const outcome =
      next?.(typeof stdin === "string" ? stdin : undefined, (text) => {
        void listener?.("stdout", Buffer.from(text));
      }) ?? ran(0);
    assert.equal(command[0], "sh");
    return Promise.race([outcome, cut]);
  };
  logs = () => Promise.resolve(this.log);
  setRestartPolicy: Needed["setRestartPolicy"] = (_, policy) => this.note(`restart ${policy}`);
  start: Needed["start"] = () => this.note("start");
  stop: Needed["stop"] = (_, grace) => this.note(`stop ${grace}`);

  private note(what: string): Promise<void> {
    this.done.push(what);
    return Promise.resolve();
  }
}

const job: ReadyJob = {
  ...{ service: "app", container: "app-1", probe: { command: "check" }, timeout: 60, left: "served" },
  ...{ files: {}, hidden: ["hunter22"] },
};
const failure = async (changes: Partial<ReadyJob>, engine: Told) => {
  const failed = await ready({ ...job, ...changes }, engine).catch((error: Error) => error.message);
  assert.ok(failed, "it became healthy");
  assert.deepEqual(engine.done.slice(-2), ["restart no", "stop 5"]);
  return failed.split("\n");
};

describe("service: its readiness", () => {
  it("is there when its check is good, and one process in the container waited for it", async () => {
    const engine = new Told([(_, say) => (say("refused\0refused\0"), ran(0))]);
    await ready(job, engine);
    assert.deepEqual(engine.done, ["exec by its own"]);
  });

  it("comes after its files, which root writes, whatever is in them", async () => {
    let stdin: string | undefined;
    const engine = new Told([(text) => ((stdin = text), ran(0)), () => ran(0)]);
    await ready({ ...job, files: { "/etc/a b": "x'\n", "/run/secrets/settings": "" } }, engine);
    assert.equal(stdin, "/etc/a b eCcK\n/run/secrets/settings \n");
    assert.deepEqual(engine.done, ["exec by 0", "exec by its own"]);
  });

  it("is waited for again when a failed release had stopped it", async () => {
    const engine = new Told([() => ran(0)], [{ status: "exited" }]);
    await ready(job, engine);
    assert.deepEqual(engine.done, ["restart always", "start", "exec by its own"]);
  });

  it("is waited for while the engine starts it again", async () => {
    const refused = () => Promise.reject(new EngineFailed(409, "it is restarting"));
    const engine = new Told(
      [() => ran(null), refused, () => ran(0)],
      [{ status: "restarting", restarts: 1 }],
    );
    await ready(job, engine);
    assert.equal(engine.done.length, 3);
  });

  for (const [what, state, says] of [
    ["is gone", undefined, "its container is gone"],
    ["was stopped", { status: "exited", exitCode: 143 }, "its container was stopped, with exit code 143"],
    [
      "ends again and again",
      { status: "restarting", exitCode: 1, restarts: 2 },
      "it exited with code 1 and was restarted 2 times",
    ],
  ] as [string, Partial<Container> | undefined, string][])
    it(`is not waited for when its container ${what}`, async () => {
      const engine = new Told([() => ran(137)], [{}, state]);
      assert.deepEqual(await failure({}, engine), [
        `Service app did not become healthy: ${says}`,
        "  Log lines of the candidate app-1:",
        "    | booting",
        "    | [secret] is wrong",
        "  It gets no requests; the release that served before, if there is one, still does.",
        "  fix: the cause, then run 'pulumi up' again",
      ]);
    });

  it("is not waited for beyond its time, and the last answer is shown without secrets", async () => {
    const engine = new Told([
      (_, say) => {
        say("one\0tw");
        setTimeout(() => say("o hunter22\0"), 60);
        return new Promise(() => undefined);
      },
    ]);
    const lines = await failure({ timeout: 0.05 }, engine);
    assert.deepEqual(lines.slice(0, 3), [
      "Service app did not become healthy: no good answer within 0.05 s",
      "  Its health check reports:",
      "    | two [secret]",
    ]);
  });

  it("says when its files could not be handed over", async () => {
    const lines = await failure({ timeout: 0, files: { "/a": "" } }, new Told([() => ran(1, "read-only")]));
    assert.match(lines[0] ?? "", /could not be handed over within 0 s$/);
    assert.equal(lines[2], "    | read-only");
  });

  it("says what does not run now when the one before ended first", async () => {
    const lines = await failure({ left: "instead" }, new Told([() => ran(1)], [{}, undefined]));
    assert.match(lines.at(-2) ?? "", /life cycle "instead"\), so app does not run now/);
    assert.match(lines.at(-1) ?? "", /or go back: npm run rollback$/);
  });

  it("asks inside the container with what a shell has, and gives its check the path as an argument", async () => {
    let text: string[] = [];
    const engine = new Told([() => ran(0)]);
    const { exec } = engine;
    engine.exec = (name, command, options) => ((text = command), exec(name, command, options));
    const check =
      'echo "no $1"; [ -e "$1/$$" ] || { mkdir -p "$1"; touch "$1/ready" "$1/$$"; [ "$(ls "$1" | wc -l)" -ge 3 ]; }';
    await ready({ ...job, probe: { command: check, args: ["/tmp/it's"] } }, engine);
    const folder = `/tmp/ready-${process.pid}'"$(x)`;
    const argv = text.map((word) => (word === "/tmp/it's" ? folder : word));
    const { status, stdout } = spawnSync(argv[0] ?? "", argv.slice(1), { encoding: "utf8" });
    spawnSync("rm", ["-r", folder]);
    assert.equal(status, 0);
    assert.equal(stdout, `no ${folder}\0`);
  });
});
