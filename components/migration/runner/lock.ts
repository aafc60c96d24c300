import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../../../messages/say";
import type { Target } from "../../database/client/target";
import type { Engine } from "../../engine/engine";
import type { Report } from "../../engine/run-job";
import type { Dialect } from "../../database/client/dialect";
import { refused } from "./messages";
import { UserError } from "../../engine/user-error";
import type { Session } from "../../database/client/session";

/**
 * Takes the lock that one runner holds, in the session that will run the files: a runner that dies loses it with its connection, and one whose
 * statement still runs still has it.
 *
 * @throws UserError naming who holds it, after `seconds`
 */
export async function takeMigrationLock(
  session: Session,
  dialect: Dialect,
  target: Target,
  seconds: number,
  report: Report,
): Promise<void> {
  const texts = say().migration.runner;
  const deadline = performance.now() + seconds * 1000;
  let told = false;
  while ((await session.ask(dialect.tryLock))[0] !== "1") {
    const holder = (await session.ask(dialect.lockHolder))[0] ?? texts.holderEnds;
    if (performance.now() >= deadline)
      throw new UserError(refused(target, texts.locked({ seconds, holder })));
    if (!told) report(texts.waiting(holder));
    told = true;
    await sleep(200);
  }
}

/** What is watched, and through what. */
interface Watched {
  job: Target;
  engine: Engine;
  dialect: Dialect;
  report: Report;
  /** The session's number in the server. */
  connection: string;
}

/** Watches while a file runs: tells every 10 s that it still does, and whom it waits for. */
export class Watch {
  /** Whom it was seen waiting for last. */
  blocker: string | undefined;
  private readonly start = performance.now();
  private readonly timers: NodeJS.Timeout[];

  constructor(
    private readonly name: string,
    private readonly watched: Watched,
  ) {
    const { runningFor } = say().migration.runner;
    this.timers = [
      setInterval(() => watched.report(runningFor({ name, seconds: this.seconds() })), 10_000),
      setInterval(() => this.look(), 1_000),
    ];
  }

  end(): void {
    this.timers.forEach((timer) => clearInterval(timer));
  }

  private seconds(): number {
    return Math.round((performance.now() - this.start) / 1000);
  }

  private looking = false;

  /** Through the administrator's client: the owner does not see what others do. */
  private look(): void {
    if (this.looking) return;
    this.looking = true;
    const look = this.blockers().finally(() => (this.looking = false));
    look.then(
      ([found]) => {
        if (found !== undefined && found !== this.blocker)
          this.watched.report(say().migration.runner.waitsFor({ name: this.name, blocker: found }));
        this.blocker = found ?? this.blocker;
      },
      // The file's own session says what is wrong with the engine.
      () => undefined,
    );
  }

  private async blockers(): Promise<string[]> {
    const { engine, job, dialect, connection } = this.watched;
    const command = ["sh", "-c", `${job.admin} ${dialect.options}`];
    const { stdout } = await engine.exec(job.container, command, { stdin: dialect.blockers(connection) });
    return stdout
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "");
  }
}
