import { ours } from "../command";
import type { Problem } from "../problem";
import { counted } from "./lists";

/** What is said of a container that is waited for. */
export const readiness = {
  serviceFailed: (found: {
    service: string;
    container: string;
    /** One of the sentences below. */
    why: string;
    left: "instead" | "worker" | "served";
    /** Lines of what its health check answered; may be none. */
    answer: string[];
    /** Lines of its log. */
    log: string[];
  }): Problem => {
    const { service, container, why, left, answer, log } = found;
    const again = "the cause, then run 'pulumi up' again";
    return {
      what: `Service ${service} did not become healthy: ${why}`,
      details: [
        ...(answer.length > 0 ? ["Its health check reports:", ...answer] : []),
        `Log lines of the candidate ${container}:`,
        ...log,
        {
          instead: `It was stopped. The previous container was stopped before it started (life cycle "instead"), so ${service} does not run now. Services behind Nginx may already be the new ones: ${ours("releases")}.`,
          worker: "It was stopped, and takes no work.",
          served: "It gets no requests; the release that served before, if there is one, still does.",
        }[left],
      ],
      fix: left === "instead" ? `${again}; or go back: ${ours("rollback")}` : again,
    };
  },
  notStarted: "it could not be started",
  gone: "its container is gone",
  stopped: ({ code }: { code: number }) => `its container was stopped, with exit code ${code}`,
  restarted: ({ code, times }: { code: number; times: number }) =>
    `it exited with code ${code} and was restarted ${counted(times, "time")}`,
  notHandedOver: ({ timeout }: { timeout: number }) =>
    `its files and secret settings could not be handed over within ${timeout} s`,
  noGoodAnswer: ({ timeout }: { timeout: number }) => `no good answer within ${timeout} s`,

  databaseFailed: (found: {
    container: string;
    timeout: number;
    /** One of the sentences below. */
    state: string;
    answer: string;
    /** Lines of its log. */
    log: string[];
    why: "foreign" | "ended" | "slow";
  }): Problem => {
    const { container, timeout, state, answer, log, why } = found;
    return {
      what: `The database ${container} did not answer a query within ${timeout} s (its state: ${state}).`,
      details: [
        `Answer: ${answer}`,
        "Its last log lines:",
        ...log,
        "Nothing was migrated and no service was changed.",
      ],
      fix: [
        "the cause, or revert the change of the database, then run 'pulumi up' again",
        ...(why === "foreign"
          ? [
              `its data was created by another system; as its own superuser NAME: docker exec ${container} psql -U NAME -d postgres -c 'CREATE ROLE postgres SUPERUSER LOGIN'`,
            ]
          : []),
        ...(why === "slow"
          ? [
              "if the database only needs more time, for example to recover a lot of data: raise its startTimeout",
            ]
          : []),
      ],
    };
  },
  databaseGone: "gone",
  databaseUnknown: "not known",
  databaseState: (found: { status: string; exitCode?: number; outOfMemory: boolean; restarts: number }) => {
    const exit = found.exitCode === undefined ? "" : ` with code ${found.exitCode}`;
    const memory = found.outOfMemory ? ", out of memory" : "";
    return `${found.status}${exit}${memory}, ${counted(found.restarts, "restart")}`;
  },
  noAnswerWithin: ({ seconds }: { seconds: number }) => `none within ${seconds} s`,
  databaseWaits: (found: { container: string; waited: number; timeout: number; answer: string }) =>
    `database ${found.container} does not answer yet, after ${found.waited} of at most ${found.timeout} s: ${found.answer}`,
};
