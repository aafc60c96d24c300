import { ours } from "../command";
import { counted } from "./lists";

const allUnknown =
  "the state in use knows none of the stack's containers: they belong to another state, or this one was refreshed on another engine";
const correctAndUp = "correct what failed; pulumi up then starts it again or removes it";

export interface Container {
  name: string;
  /** As Docker calls it: `exited`. */
  status: string;
  /** How often the engine restarted it. */
  restarts: number;
}

/** What is found of the stack's containers. */
export const containers = {
  otherEngine:
    "run the commands where the stack's address leads to its own engine, or correct host in the stack file; do not refresh here: the state would lose what it knows",
  none: "the stack has none",
  beside: ({ name, stack }: { name: string; stack: string }) => ({
    what: `${name} runs beside the one that serves: it belongs to a release that did not finish`,
    fix: `${ours("unlock --")} --stack ${stack} stops it; pulumi up --stack ${stack} continues with it`,
  }),
  gone: (name: string) =>
    `${name} no longer exists: an update was cut off while it was replaced (see lock and state), or it was removed outside of Pulumi`,
  unknownService: ({ name, stack, id }: { name: string; stack: string; id: string }) => ({
    what: notInState(name),
    fix: `${unlockFirst(stack)}; if it remains and belongs to no other state: docker stop ${id} && docker rm --volumes ${id}`,
  }),
  unknownOther: ({ name, stack }: { name: string; stack: string }) => ({
    what: notInState(name),
    fix: `${unlockFirst(stack)}; if it remains, it may belong to another state: keep it, and use the state that created it`,
  }),
  allUnknown: {
    what: allUnknown,
    fix: "use the state that created them: pulumi whoami --verbose shows which one is in use",
  },
  knownToCopy: (at: string) => `${allUnknown}; a copy from ${at} UTC knows them`,
  left: (name: string) => ({ what: left(name), fix: correctAndUp }),
  leftAlone: ({ name, service }: { name: string; service: string }) => ({
    what: `${left(name)}, and no container of ${service} runs`,
    fix: correctAndUp,
  }),
  exceededMemory: ({ name, status, restarts }: Container) => ({
    what: `${name} is ${status}: it exceeded its memory limit${restarted(restarts)}`,
    fix: startAgain(name),
  }),
  ended: ({ name, status, code, restarts }: Container & { code: number }) => ({
    what: `${name} is ${status} with code ${code}${restarted(restarts)}`,
    fix: startAgain(name),
  }),
  unhealthy: ({ name, restarts }: Omit<Container, "status">) => `${name} is unhealthy${restarted(restarts)}`,
  /** @param health as Docker calls it: `healthy`; undefined without a health check */
  runs: ({ name, health, restarts }: Omit<Container, "status"> & { health: string | undefined }) =>
    `${name} runs${health === undefined ? "" : `, ${health}`}${restarted(restarts)}`,
};

function notInState(name: string): string {
  return `${name} is not in the state: it was left by a release that failed or was cut off, or belongs to another state`;
}

function unlockFirst(stack: string): string {
  return `${ours("unlock --")} --stack ${stack} removes what a cut-off update left`;
}

function left(name: string): string {
  return `${name} is stopped: it belongs to a release that failed`;
}

function restarted(restarts: number): string {
  return restarts === 0 ? "" : `, restarted ${counted(restarts, "time")} by the engine`;
}

function startAgain(name: string): string {
  return `docker start ${name}, unless it was stopped on purpose; docker logs --tail 50 ${name} shows why it ended`;
}
