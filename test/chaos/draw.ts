import type { Random } from "./random";

/** What an operator does to a system. */
export type OperationName =
  | "release"
  | "release with a migration"
  | "release that is not healthy"
  | "release that fails its verification"
  | "rollback"
  | "backup"
  | "restore"
  | "destroy, refused"
  | "nothing";

/** What happens to it meanwhile. */
export type FaultName =
  "none" | "SIGKILL" | "SIGTERM" | "SIGHUP" | "engine restart" | "engine killed" | "full disk" | "clock";

/** One step of a campaign. */
export interface Drawn {
  operation: OperationName;
  fault: FaultName;
  /** When the fault comes, as a part of the time that such an operation takes: 0 at its beginning, above 1 after its usual end. */
  moment: number;
  /** Hours by which the clock is wrong, for the fault `clock`. */
  hours: number;
}

const operations: { weight: number; value: OperationName }[] = [
  { weight: 4, value: "release" },
  { weight: 3, value: "release with a migration" },
  { weight: 2, value: "release that is not healthy" },
  { weight: 2, value: "release that fails its verification" },
  { weight: 4, value: "rollback" },
  { weight: 2, value: "backup" },
  { weight: 4, value: "restore" },
  { weight: 1, value: "destroy, refused" },
  { weight: 1, value: "nothing" },
];

const faults: { weight: number; value: FaultName }[] = [
  { weight: 1, value: "none" },
  { weight: 5, value: "SIGKILL" },
  { weight: 2, value: "SIGTERM" },
  { weight: 2, value: "SIGHUP" },
  { weight: 2, value: "engine restart" },
  { weight: 1, value: "engine killed" },
  { weight: 2, value: "full disk" },
  { weight: 2, value: "clock" },
];

/** Draws a campaign: the same for the same seed. A first release is made before it. */
export function draw(random: Random, count: number): Drawn[] {
  return Array.from({ length: count }, () => ({
    operation: random.pick(operations),
    fault: random.pick(faults),
    moment: random.next() * 1.1,
    hours: Math.round((random.next() - 0.5) * 24 * 60),
  }));
}
