import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import { isSameEngine, newEngineVariable } from "../engine/identity";
import type { Known } from "../engine/known";
import { labelPrefix } from "../engine/labels";
import { lockService } from "../lock/lock";
import { isOurs } from "./host";
import type { Seen, Thing } from "./seen";

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
export function stateProblems({ engine, things }: Seen, known: Known, who: StateAsker): Problem[] {
  if (!engine) return [];
  const own = things.filter(
    (each) => each.kind === "container" && isOurs(each, who) && each.service !== lockService,
  );
  const isProven = things.some(({ id }) => known.containers.includes(id));
  const isMeant = isProven || who.newEngine === engine.name;
  const isAnother = known.engines.length > 0 && !known.engines.some((each) => isSameEngine(each, engine));
  const isUnproven = known.engines.length === 0 && known.containers.length > 0;
  const taken = things.filter(
    (each) => !isOurs(each, who) && `${each.system}-${each.stack}` === `${who.system}-${who.stack}`,
  );
  const texts = say().state;
  const replace = `${newEngineVariable}=${engine.name} pulumi up --refresh`;
  const moved = isMeant
    ? []
    : isAnother
      ? [texts.anotherEngine({ ...who, engine, before: known.engines, replace })]
      : isUnproven
        ? [texts.unprovenEngine({ ...who, engine, count: known.containers.length, replace })]
        : [];
  return [
    // `shop` with `api-prod` and `shop-api` with `prod` are one prefix.
    ...(taken[0] ? [texts.sameNames({ ...who, other: taken[0], things: list(taken) })] : []),
    ...moved,
    ...(isProven || moved.length > 0 || own.length === 0 ? [] : [strangers(own, who)]),
  ];
}

function strangers(own: Thing[], { system, stack, command }: StateAsker): Problem {
  const ids = own.map(({ id }) => id.slice(0, 12)).join(" ");
  const filters = [`system=${system}`, `stack=${stack}`].map((one) => `--filter label=${labelPrefix}.${one}`);
  const networks = `${command} network rm $(${command} network ls --quiet ${filters.join(" ")})`;
  const remove = `${command} stop --time 60 ${ids} && ${command} rm --volumes ${ids} && ${networks}`;
  return say().state.strangers({ system, stack, things: list(own), remove });
}

const list = (things: Thing[]) => [...new Set(things.map(({ name }) => name))].join(" ");
