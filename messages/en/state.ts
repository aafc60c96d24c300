import { ours } from "../command";
import type { Problem } from "../problem";
import { engine as engineTexts } from "./engine";

/** An engine, as `say().engine.identity` names it. */
export type Engine = Parameters<typeof engineTexts.identity>[0];

const { identity } = engineTexts;

const takesItsPlace = (command: string) =>
  `only if what the state knows is lost for good and this engine replaces it, for one command: ${command}`;

/** What is said where a state and a host do not belong together. Names of containers and volumes come with blanks between them. */
export const state = {
  sameNames: (both: {
    system: string;
    stack: string;
    other: { system: string; stack: string };
    things: string;
  }): Problem => {
    const { system, stack, other, things } = both;
    return {
      what: `Stack ${stack} of ${system} would use the names of stack ${other.stack} of ${other.system}, which has on this host: ${things}`,
      fix: "choose another name for the stack or the system: both begin with the same words",
    };
  },
  /** @param replace command that lets the engine take the place of the state's */
  anotherEngine: (found: {
    endpoint: string;
    stack: string;
    engine: Engine;
    before: readonly Engine[];
    replace: string;
  }): Problem => {
    const { endpoint, stack, engine, before, replace } = found;
    return {
      what: `The engine at ${endpoint} is ${identity(engine)}. The state of stack ${stack} belongs to another one: ${before.map(identity).join(" or ")}.`,
      details: [
        "The stack would be recreated here, with an empty database, and its state would no longer know the real one.",
      ],
      fix: [
        "run the command where that address leads to the engine of the state, or correct host in the stack file. Do not refresh: the state would lose what it knows",
        takesItsPlace(replace),
      ],
    };
  },
  unprovenEngine: (found: {
    endpoint: string;
    stack: string;
    engine: Engine;
    count: number;
    replace: string;
  }): Problem => {
    const { endpoint, stack, engine, count, replace } = found;
    return {
      what: `The engine at ${endpoint}, ${identity(engine)}, ${count === 1 ? "does not have the container" : `has none of the ${count} containers`} that the state of stack ${stack} knows. Either it is another engine, or ${count === 1 ? "it was" : "all of them were"} removed.`,
      fix: [
        "run the command where that address leads to the stack's own engine, or correct host in the stack file. Do not refresh first: the state would lose what it knows",
        takesItsPlace(replace),
      ],
    };
  },
  /** @param remove command that removes what another state made */
  strangers: (found: { system: string; stack: string; things: string; remove: string }): Problem => {
    const { system, stack, things, remove } = found;
    return {
      what: `The host has containers of stack ${stack} of ${system}, but the state in use knows none of them: ${things}`,
      details: [
        "They belong to another state (on another machine or backend), or the state was lost, or refreshed on another engine, or its first update was cut off.",
      ],
      fix: [
        `use the state that created them (pulumi whoami --verbose shows which one is in use). If it was lost or no longer knows them, ${ours("doctor")} lists its copies; if an update was cut off, ${ours("unlock")}`,
        `when that state no longer exists anywhere, remove what it made; the volumes with the data stay, and this stack takes them: ${remove}`,
      ],
    };
  },
};
