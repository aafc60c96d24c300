import type { ServiceContainer } from "./service-containers";

/** What is to be done with containers after a release that failed. */
export interface Judged {
  /** They do the same work as those that serve: to be stopped. */
  stop: ServiceContainer[];
  /** The edge sends requests to what the release started. */
  switched: boolean;
  /** Of the failed release, and the only ones that do their work: the one before ended first. */
  kept: ServiceContainer[];
}

/**
 * What a failed release started takes no work beside what serves; once the edge was switched, the old workers take none.
 *
 * @param started running containers that the release started
 * @param others running ones from before it
 * @param upstreams where the edge sends requests, as text
 */
export function judgeFailed(
  started: ServiceContainer[],
  others: ServiceContainer[],
  upstreams: string,
): Judged {
  const named = ({ name }: ServiceContainer) => upstreams.includes(name);
  const replaced = others.filter((old) => started.some((next) => isSuccessor(next, old)));
  const switched = started.some(named) && !replaced.some(named);
  // An old one that was asked until now may still be finishing a request; a worker would take the next job.
  const workers = replaced.filter((old) => !started.some((next) => isSuccessor(next, old) && named(next)));
  // Whatever else is known of it: what the edge names serves, until it names a successor.
  const serves = (each: ServiceContainer) =>
    named(each) && ![...started, ...others].some((next) => isSuccessor(next, each) && named(next));
  const stop = switched ? workers : started.filter(({ instead }) => !instead);
  return {
    switched,
    stop: stop.filter((each) => !serves(each)),
    kept: switched ? [] : started.filter(({ instead }) => instead),
  };
}

/** Whether one container came for the other: it was created later, and their names are alike but for the ending that each new one gets. */
function isSuccessor(next: ServiceContainer, old: ServiceContainer): boolean {
  return next.created > old.created && stem(next.name) === stem(old.name);
}

const stem = (name: string) => name.replace(/-[0-9a-f]{7}$/, "");

/**
 * What an update that was cut off left beside what serves. The state does not tell: a container may have been created and not yet
 * recorded in it.
 */
export function judgeCutOff(containers: ServiceContainer[], upstreams: () => string): Judged {
  const running = containers.filter((each) => each.running);
  const old = running.filter((each) => running.some((next) => isSuccessor(next, each)));
  const started = running.filter((each) => running.some((other) => isSuccessor(each, other)));
  if (started.length === 0) return { stop: [], kept: [], switched: false };
  return judgeFailed(started, old, upstreams());
}
