import { say } from "../../../messages/say";
import type { Data, Facts } from "../product/guard";
import { productOf } from "../products";
import { refusal, type GuardJob } from "./job";

/** What the arguments of a server say of its settings. */
export function factsIn(flags: string[]): Facts {
  return new Map(
    flags.flatMap((flag) => {
      const [, name = "", value = ""] = /^-{0,2}([\w-]+)=(.*)$/.exec(flag) ?? [];
      return name === "" ? [] : [[name.replaceAll("-", "_"), value] as const];
    }),
  );
}

/** Reads what `facts` of a product made a server print. */
export function factsOf(printed: string): Facts {
  return new Map(
    printed.split("\n").flatMap((line) => {
      const [name = "", value] = line.split("\t");
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Refuses a successor that would not find its way in the data. What the server of now could not be asked is not compared. */
export function refuseChanged({ name, product }: GuardJob, now: Facts, next: Facts): void {
  const texts = say().database.guard;
  const changed = productOf(product).guard.unchangeable.flatMap((setting) => {
    const [is, wanted] = [now.get(setting), next.get(setting)];
    if (is === undefined || wanted === undefined || plain(is) === plain(wanted)) return [];
    return [texts.wouldChange({ setting, is, wanted })];
  });
  if (changed.length > 0) throw refusal(texts.unchangeable({ name, changed }));
}

/** Refuses a successor whose settings have no room for what is in the data. */
export function refuseShort({ name, product }: GuardJob, data: Data, next: Facts): void {
  const short = productOf(product).guard.shortOf(data, next);
  if (short.length > 0) throw refusal(say().database.guard.tooShort({ name, short }));
}

/** What to say of a successor whose library sorts texts in another way than the indexes were built with; empty when it does not. */
export function collationNews(
  { name, product, container, database }: GuardJob,
  now: Facts,
  next: Facts,
): string[] {
  const { collations } = productOf(product).guard;
  if (!collations) return [];
  const texts = say().database.guard;
  return [...now]
    .filter(([fact, was]) => fact.startsWith("collations ") && was !== "" && next.get(fact) !== was)
    .flatMap(([fact, was]) => [
      texts.collations({
        ...{ library: fact.endsWith(" ICU") ? "icu" : "libc", was },
        ...{ next: next.get(fact) ?? "", name },
      }),
      texts.rebuild(collations.rebuild(container, database)),
    ]);
}

/** One spelling for each value: `8k` is 8192. How far a file may grow says nothing of the data. */
function plain(value: string): string {
  const text = value.toLowerCase().replaceAll(/:max:\d+[kmg]?/g, "");
  const [, digits, unit = ""] = /^(\d+)([kmg])$/.exec(text) ?? [];
  return digits === undefined ? text : String(Number(digits) * 1024 ** ("kmg".indexOf(unit) + 1));
}
