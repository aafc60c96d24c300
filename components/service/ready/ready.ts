import { StringDecoder } from "node:string_decoder";
import { setTimeout as pause } from "node:timers/promises";
import { say } from "../../../messages/say";
import {
  ifAnswered,
  ifPossible,
  type Container,
  type Engine,
  EngineFailed,
  type Ran,
} from "../../engine/engine";
import { UserError } from "../../engine/user-error";
import { patience, Silent, within } from "../../engine/within";
import type { ReadyJob } from "./job";
import { shownLines } from "./shown";

/** What is asked of the engine. */
export type Needed = Pick<Engine, "container" | "exec" | "logs" | "setRestartPolicy" | "start" | "stop">;

/**
 * Hands a container its files and secret settings, and waits until it answers its health check. One that a failed release stopped is
 * started again: the cause may be gone. One that fails is stopped, so that it costs nothing.
 *
 * @throws UserError with the cause, as far as its health check and its log tell it
 */
export async function ready(job: ReadyJob, engine: Needed): Promise<void> {
  await new Candidate(job, engine).becomesHealthy();
}

/** Between two looks, in milliseconds: as little as an `exec` costs. */
const between = 200;
/** Seconds that one check may take: what the engine gives its own. */
const oneCheck = 5;

/**
 * Asks inside the container until the answer is good: one process there is started, where each question from outside would be one, which takes a
 * tenth of a second of the very start that is waited for. Each bad answer ends with a zero. It ends by itself when nobody listens.
 */
const askInside = `
while [ "$3" -gt 0 ]; do
  answer=$(sh -c "$1" check "$2" 2>&1) && exit 0
  printf '%s\\0' "$answer"
  sleep 0.2 2>/dev/null || sleep 1
  set -- "$1" "$2" $(($3 - 1))
done
exit 1`;

/** A line a file: path, content in base64. Whole or not at all, and the last one tells that all are there. */
const takeFiles = `
umask 022
while IFS= read -r line; do
  path=\${line% *}
  printf %s "\${line##* }" | base64 -d >"$path.new" && mv "$path.new" "$path" || exit 1
done`;

class Candidate {
  /** What was answered last. */
  private answer = "";
  private readonly end: number;

  constructor(
    private readonly job: ReadyJob,
    private readonly engine: Needed,
  ) {
    this.end = performance.now() + job.timeout * 1000;
  }

  async becomesHealthy(): Promise<void> {
    await this.startIfStopped();
    let isHanded = Object.keys(this.job.files).length === 0;
    for (;;) {
      const isGood = await this.tried(isHanded ? this.ask() : this.handOver());
      if (isGood && isHanded) return;
      if (isGood) {
        isHanded = true;
        continue;
      }
      await this.refuseEnded();
      const { timeout } = this.job;
      if (performance.now() >= this.end)
        await this.fail(say().readiness[isHanded ? "noGoodAnswer" : "notHandedOver"]({ timeout }));
      await pause(between);
    }
  }

  private async startIfStopped(): Promise<void> {
    const { container } = this.job;
    const status = (await ifPossible(this.state()))?.status;
    if (status !== "exited" && status !== "created") return;
    await ignored(within(patience, () => this.engine.setRestartPolicy(container, "always")));
    const started = this.limited(() => this.engine.start(container));
    if (!(await this.tried(started.then(() => true)))) await this.fail(say().readiness.notStarted);
  }

  /** As root, so that the service itself cannot change them; its user is not root, so others may read them. */
  private async handOver(): Promise<boolean> {
    const lines = Object.entries(this.job.files).map(
      ([path, content]) => `${path} ${Buffer.from(content).toString("base64")}\n`,
    );
    const options = { stdin: lines.join(""), user: "0" };
    const { engine, job } = this;
    return this.isGood(
      await this.limited(({ signal }) =>
        engine.exec(job.container, ["sh", "-c", takeFiles], { ...options, signal }),
      ),
    );
  }

  private async ask(): Promise<boolean> {
    const { container, probe, timeout } = this.job;
    const [path = ""] = probe.args ?? [];
    const tries = String(Math.ceil((timeout * 1000) / between));
    const command = ["sh", "-c", askInside, "sh", probe.command, path, tries];
    let rest = "";
    const { code } = await this.limited((over) => {
      const decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
      const listener = (stream: "stdout" | "stderr", chunk: Buffer) => {
        const answers = (rest + decoders[stream].write(chunk)).split("\0");
        rest = answers.pop() ?? "";
        this.answer = answers.at(-1) ?? this.answer;
        // A check that had begun in time ends.
        if (answers.length > 0 && performance.now() >= this.end) over.abort(new Error("time is over"));
      };
      return this.engine.exec(container, command, { listener, signal: over.signal });
    });
    if (rest !== "") this.answer = rest;
    return code === 0;
  }

  /** Ends what is asked when the time is over. */
  private limited<Answer>(ask: (over: AbortController) => Promise<Answer>): Promise<Answer> {
    return within(Math.max(this.end - performance.now(), 0) / 1000 + oneCheck, ask);
  }

  private isGood({ code, both }: Ran): boolean {
    this.answer = both;
    return code === 0;
  }

  /** What the engine refuses now, as while a container is about to start again, it may do later. */
  private async tried(attempt: Promise<boolean>): Promise<boolean> {
    try {
      return await attempt;
    } catch (error) {
      if (error instanceof EngineFailed && !(error instanceof Silent)) this.answer = error.message;
      else if (performance.now() < this.end) throw error;
      return false;
    }
  }

  private async refuseEnded(): Promise<void> {
    const state = await ifAnswered(this.state(), () => "unknown" as const);
    if (state === "unknown") return;
    const { gone, stopped, restarted } = say().readiness;
    if (state === undefined) {
      this.answer = "";
      return this.fail(gone);
    }
    const { status, exitCode: code, restarts: times } = state;
    // The exit code is there until it runs again.
    const why =
      status === "exited"
        ? stopped({ code })
        : status !== "running" && times >= 2
          ? restarted({ code, times })
          : undefined;
    if (why === undefined) return;
    this.answer = "";
    await this.fail(why);
  }

  private state(): Promise<Container | undefined> {
    return this.engine.container(this.job.container);
  }

  private async fail(why: string): Promise<never> {
    const { service, container, left, hidden } = this.job;
    const log = await ifAnswered(this.engine.logs(container, { tail: 200 }), ({ message }) => message);
    // Without a restart policy it is known to be of a release that failed.
    await ignored(within(patience, () => this.engine.setRestartPolicy(container, "no")));
    await ignored(within(patience, () => this.engine.stop(container, 5)));
    throw new UserError(
      say().readiness.serviceFailed({
        ...{ service, container, why, left },
        answer: shownLines(this.answer, hidden),
        log: shownLines(log, hidden),
      }),
    );
  }
}

/** What fails shows in what is told anyway. */
const ignored = (attempt: Promise<unknown>) => attempt.catch(() => undefined);
