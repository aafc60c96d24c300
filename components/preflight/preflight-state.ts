import {
  engineInWords,
  isSameEngine,
  newEngineVariable,
  parseEngine,
  type EngineIdentity,
} from "../engine/identity";
import type { Known } from "../engine/known";
import { labelPrefix } from "../engine/labels";
import { lockService } from "../lock/lock";

/** A container or volume of a host. Labels that it does not have are empty. */
export interface Thing {
  kind: "container" | "volume";
  system: string;
  stack: string;
  service: string;
  id: string;
  name: string;
}

/** What `preflight-state.sh` saw. */
export interface Seen {
  engine: EngineIdentity | undefined;
  things: Thing[];
}

/** Reads what `preflight-state.sh` printed. */
export function parseSeen(text: string): Seen {
  const rows = text.split("\n").map((line) => line.split("\t"));
  const [, id, name, root] = rows.find(([kind]) => kind === "engine") ?? [];
  const things = rows.flatMap(([kind, system = "", stack = "", service = "", id = "", name = ""]): Thing[] =>
    kind === "container" || kind === "volume" ? [{ kind, system, stack, service, id, name }] : [],
  );
  return { engine: parseEngine({ id, name, root }), things };
}

/** The stack that asks, and what its user said in the environment. */
export interface StateAsker {
  system: string;
  stack: string;
  endpoint: string;
  /** Word for `docker` in commands that are shown. */
  command: string;
  /** Name of the engine that takes the place of the state's. */
  newEngine?: string | undefined;
}

/**
 * Why a state and a host do not belong together: names that another stack has, another engine, containers of another state. Nothing when they do.
 * That one container which the state knows is here proves the engine, whatever its id became.
 */
export function stateProblems({ engine, things }: Seen, known: Known, who: StateAsker): string[] {
  if (!engine) return [];
  const isOurs = ({ system, stack }: Thing) => system === who.system && stack === who.stack;
  const own = things.filter(
    (each) => each.kind === "container" && isOurs(each) && each.service !== lockService,
  );
  const isProven = things.some(({ id }) => known.containers.includes(id));
  const isMeant = isProven || who.newEngine === engine.name;
  const isAnother = known.engines.length > 0 && !known.engines.some((each) => isSameEngine(each, engine));
  const isUnproven = known.engines.length === 0 && known.containers.length > 0;
  const taken = things.filter(
    (each) => !isOurs(each) && `${each.system}-${each.stack}` === `${who.system}-${who.stack}`,
  );
  const moved = isMeant
    ? []
    : isAnother
      ? anotherEngine(engine, known.engines, who)
      : isUnproven
        ? unprovenEngine(engine, known.containers.length, who)
        : [];
  return [
    ...(taken.length > 0 ? sameNames(taken, who) : []),
    ...moved,
    ...(isProven || moved.length > 0 || own.length === 0 ? [] : strangers(own, who)),
  ];
}

/** `shop` with `api-prod` and `shop-api` with `prod` are one prefix. */
function sameNames(taken: Thing[], { system, stack }: StateAsker): string[] {
  const [one] = taken;
  return [
    `Stack ${stack} of ${system} would have the names of stack ${one?.stack} of ${one?.system}, which has on this host: ${list(taken)}`,
    "fix: choose another name for the stack or the system: both begin with the same words",
  ];
}

function anotherEngine(engine: EngineIdentity, before: EngineIdentity[], who: StateAsker): string[] {
  return [
    `The engine at ${who.endpoint} is ${engineInWords(engine)}. The state of stack ${who.stack} is of another one: ${before.map(engineInWords).join(" or ")}.`,
    "The stack would be created again here, with an empty database, and its state would no longer know the real one.",
    "fix: run the command where that address leads to the engine of the state, or correct host in the stack file. Do not refresh: the state would lose what it knows",
    ...takesItsPlace(engine),
  ];
}

function unprovenEngine(engine: EngineIdentity, count: number, who: StateAsker): string[] {
  return [
    `The engine at ${who.endpoint}, ${engineInWords(engine)}, has none of the ${count} containers that the state of stack ${who.stack} knows. Either it is another engine, or all of them were removed.`,
    "fix: run the command where that address leads to the stack's own engine, or correct host in the stack file. Do not refresh first: the state would lose what it knows",
    ...takesItsPlace(engine),
  ];
}

function takesItsPlace({ name }: EngineIdentity): string[] {
  return [
    `fix: only if what the state knows is lost for good and this engine replaces it, for one command: ${newEngineVariable}=${name} pulumi up --refresh`,
  ];
}

function strangers(own: Thing[], { system, stack, command }: StateAsker): string[] {
  const ids = own.map(({ id }) => id.slice(0, 12)).join(" ");
  const filters = [`system=${system}`, `stack=${stack}`].map((one) => `--filter label=${labelPrefix}.${one}`);
  const networks = `${command} network rm $(${command} network ls --quiet ${filters.join(" ")})`;
  return [
    `The host has containers of stack ${stack} of ${system}, but the state in use knows none of them: ${list(own)}`,
    "They belong to another state (on another machine or backend), or the state was lost, or refreshed on another engine, or its first update was cut off.",
    "fix: use the state that created them (pulumi whoami --verbose shows which one is in use). If it was lost or no longer knows them, npm run doctor lists its copies; if an update was cut off, npm run unlock",
    `fix: when that state no longer exists anywhere, remove what it made; the volumes with the data stay, and this stack takes them: ${command} stop --time 60 ${ids} && ${command} rm --volumes ${ids} && ${networks}`,
  ];
}

const list = (things: Thing[]) => [...new Set(things.map(({ name }) => name))].join(" ");
