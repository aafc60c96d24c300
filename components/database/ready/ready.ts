import { setTimeout as pause } from "node:timers/promises";
import { say } from "../../../messages/say";
import { ifAnswered, outcomeOf, type Container, type Engine } from "../../engine/engine";
import { plain } from "../../engine/plain";
import type { Report } from "../../engine/run-job";
import { UserError } from "../../engine/user-error";
import { within } from "../../engine/within";
import type { DatabaseReadyJob } from "./job";

/** What is asked of the engine. */
export type Needed = Pick<Engine, "container" | "exec" | "logs">;

/** Seconds that one question may take: a server that hangs takes a connection and never answers. */
const oneTry = 5;
/** Seconds after which it is told that it waits, and how often after that. */
const [firstTold, toldEvery] = [3, 10];

/**
 * The client takes the shell's place: left behind by a shell that ran out of time, it would become a child of the server, and PostgreSQL takes
 * such a child's end for a crash of its own.
 */
const ask = (query: string) => ["timeout", String(oneTry), "sh", "-c", `exec ${query}`];

/** Data of another system do not change by waiting: PostgreSQL does not answer here while it is set up. */
const foreign = 'role "postgres" does not exist';

/** Waits until a database answers a query. @throws UserError when it does not in its time, or can no more */
export async function databaseReady(
  { container, query, timeout }: DatabaseReadyJob,
  engine: Needed,
  report: Report,
): Promise<void> {
  const began = performance.now();
  const waited = () => Math.floor((performance.now() - began) / 1000);
  let told = firstTold;
  for (;;) {
    const answer = await refusal(engine, container, query, Math.max(timeout - waited(), 0) + oneTry);
    if (answer === undefined) return;
    // An engine that does not answer now may do later.
    const state = await ifAnswered(engine.container(container), () => "unknown" as const);
    const isForeign = answer.includes(foreign);
    const isOver = isForeign || (state !== "unknown" && (state === undefined || state.status === "exited"));
    if (isOver || waited() >= timeout) {
      const log = await ifAnswered(engine.logs(container, { tail: 20 }), ({ message }) => message);
      throw new UserError(
        say().readiness.databaseFailed({
          ...{ container, timeout, answer, state: inWords(state) },
          log: lines(log).map((line) => `  | ${line}`),
          why: isForeign ? "foreign" : isOver ? "ended" : "slow",
        }),
      );
    }
    if (waited() >= told) {
      told = waited() + toldEvery;
      report(
        say().readiness.databaseWaits({
          container,
          waited: waited(),
          timeout,
          answer: lines(answer)[0] ?? "",
        }),
      );
    }
    await pause(200);
  }
}

/** What it answers instead of a good answer. @param limit seconds after which an engine that is silent is not waited for */
async function refusal(
  engine: Needed,
  container: string,
  query: string,
  limit: number,
): Promise<string | undefined> {
  const asked = within(limit, ({ signal }) => engine.exec(container, ask(query), { signal }));
  const { code, both } = await outcomeOf(asked);
  if (code === 0) return undefined;
  return plain(both).trim() || say().readiness.noAnswerWithin({ seconds: oneTry });
}

function inWords(state: Container | undefined | "unknown"): string {
  const { databaseGone, databaseState, databaseUnknown } = say().readiness;
  if (state === undefined) return databaseGone;
  if (state === "unknown") return databaseUnknown;
  const { status, exitCode, ...rest } = state;
  return databaseState({ status, ...(status === "exited" && { exitCode }), ...rest });
}

const lines = (text: string) => plain(text).trimEnd().split("\n");
