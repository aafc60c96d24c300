import * as pulumi from "@pulumi/pulumi";
import { problemText } from "../../messages/render";
import { say } from "../../messages/say";

/** What a listener gets of a release. */
export interface ReleaseEvent {
  system: string;
  stack: string;
  /** Its number in `npm run releases`; unset where its record could not be written. */
  number?: number;
  /** Who runs it, and on which machine. */
  by: string;
  /** When it began, in UTC: `2026-11-27T23:08:36.000Z`. */
  startedAt: string;
  /** Commit of its source; unset where there is no repository. */
  commit?: { id: string; subject: string; dirty: boolean };
  /** Release that it goes back to; unset where it is no rollback. */
  rollbackTo?: number;
  /** Users get it: also one that failed after the switch. */
  served: boolean;
  /** Why it failed: the step, and the lines that it left. */
  failure?: { step: string; cause: string };
}

/**
 * What happens to a release:
 * - `began`: an update has something to do. One that has nothing to do is no release, and a preview is none
 * - `served`: the edge was switched to it: users get it
 * - `succeeded`: all is done, and the verification passed
 * - `failed`: a step failed, or the verification
 */
export type ReleaseEventName = "began" | "served" | "succeeded" | "failed";

/** Is called with the release. What it throws is a warning of the update, and so is one that takes longer than 20 s. */
export type ReleaseListener = (release: ReleaseEvent) => void | Promise<void>;

/** Seconds that an update waits for the listeners of an event. */
const limit = 20;

/** Tells listeners what happens to the release of an update, one event after another. The release itself does not depend on them. */
export class ReleaseEvents {
  private readonly listeners: [ReleaseEventName, ReleaseListener][] = [];
  private telling: Promise<void> = Promise.resolve();

  on(event: ReleaseEventName, listener: ReleaseListener): void {
    this.listeners.push([event, listener]);
  }

  /** Resolves when every listener has ended, or had its time. Never rejects. */
  emit(event: ReleaseEventName, release: ReleaseEvent): Promise<void> {
    const named = this.listeners.filter(([name]) => name === event);
    this.telling = this.telling.then(async () => {
      await Promise.all(named.map(([, listener]) => tell(event, listener, release)));
    });
    return this.telling;
  }
}

async function tell(
  event: ReleaseEventName,
  listener: ReleaseListener,
  release: ReleaseEvent,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(say().release.listenerLate(limit))), limit * 1000);
  });
  try {
    await Promise.race([(async () => listener(release))(), late]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const problem = problemText(say().release.listenerFailed({ event, why }));
    await pulumi.log.warn(problem).catch(() => undefined);
  } finally {
    clearTimeout(timer);
  }
}
