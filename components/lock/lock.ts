import { ours } from "../../messages/command";
import { say } from "../../messages/say";
import type { StackOnEngine } from "../engine/stack-on-engine";
import { labelPrefix } from "../engine/labels";
import { plain } from "../engine/plain";
import { isAlive, type Owner } from "../engine/owner";

/** Who changes a stack now. */
export interface StackLock {
  /** Of its container. A command hands it to the `pulumi up` that it runs, by {@link lockVariable}. */
  id: string;
  owner: Owner;
  /** What the owner does: `npm run restore`. */
  command: string;
  since: string;
}

/** The variable by which a command hands its lock to the program that it runs. */
export const lockVariable = "WEB_SYSTEMS_LOCK";

/** What the label `service` of a lock says. */
export const lockService = "lock";

/** Name of the container that is the lock of a stack: the engine gives a name to one only. */
export const lockName = ({ system, stack }: Pick<StackOnEngine, "system" | "stack">) =>
  `${system}-${stack}-lock`;

/** The labels of a lock. Its role lets those who list the stack's lasting containers leave it out. */
export function lockLabels(
  { system, stack }: Pick<StackOnEngine, "system" | "stack">,
  { owner, command, since }: Omit<StackLock, "id">,
): Record<string, string> {
  const { who, pid, started, boot, place } = owner;
  const own = { system, stack, service: lockService, role: "job" };
  const lock = { owner: who, pid: `${pid}`, started, boot, place, command, since };
  return Object.fromEntries([
    ...Object.entries(own).map(([key, value]) => [`${labelPrefix}.${key}`, value]),
    ...Object.entries(lock).map(([key, value]) => [`${labelPrefix}.lock.${key}`, value]),
  ]) as Record<string, string>;
}

/** Reads the labels of a container that has the name of a lock; undefined when it is not this stack's lock. */
export function parseLock(
  { system, stack }: Pick<StackOnEngine, "system" | "stack">,
  id: string,
  labels: Record<string, string>,
): StackLock | undefined {
  const own = (key: string) => labels[`${labelPrefix}.${key}`] ?? "";
  if (own("system") !== system || own("stack") !== stack || own("service") !== lockService) return undefined;
  // Whoever reaches the engine writes labels, and they are shown: one line, and nothing that a terminal obeys.
  const of = (key: string) => plain(own(`lock.${key}`)).replace(/\s+/g, " ");
  return {
    id,
    owner: {
      who: of("owner"),
      pid: Number(of("pid")),
      started: of("started"),
      boot: of("boot"),
      place: of("place"),
    },
    command: of("command"),
    since: of("since"),
  };
}

/** One line for people. */
export function describeLock({ owner, command, since }: StackLock, alive = isAlive(owner)): string {
  return say().lock.described({ command, who: owner.who, pid: owner.pid, alive, since });
}

/**
 * What to do about a lock.
 *
 * @param stack for the commands
 */
export function remedyFor({ owner, command }: StackLock, stack: string, alive = isAlive(owner)): string {
  const { who, pid } = owner;
  if (alive === false) return `${ours("unlock --")} --stack ${stack}`;
  if (alive === undefined) return say().lock.askFirst({ who, command, pid, stack });
  // They hold it while they ask, because what they announced must still be so when it is confirmed.
  const mayAsk = /^npm run (restore|rollback|migrate -- down)$/.test(command);
  // Other commands end at once by it, or when what they do is done.
  return say().lock.wait({ who, mayAsk, ...(command === "pulumi up" && { interrupt: pid }) });
}
