import { UserError } from "../../engine/user-error";
import type { Data, Facts } from "../product/guard";
import { productOf } from "../products";
import { type GuardJob } from "./job";

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
  const changed = productOf(product).guard.unchangeable.flatMap((setting) => {
    const [is, wanted] = [now.get(setting), next.get(setting)];
    if (is === undefined || wanted === undefined || plain(is) === plain(wanted)) return [];
    return [`${setting} is ${is || "not set"}, and would be ${wanted || "not set"}`];
  });
  if (changed.length > 0)
    throw new UserError(
      [
        `The data of database ${name} were made with settings that must not change over existing data:`,
        ...changed.map((line) => `  ${line}`),
        `fix: leave them as they are; other values need new data: another volume for database ${name}, and an import of a dump into it`,
      ].join("\n"),
    );
}

/** Refuses a successor whose settings have no room for what is in the data. */
export function refuseShort({ name, product }: GuardJob, data: Data, next: Facts): void {
  const short = productOf(product).guard.shortOf(data, next);
  if (short.length > 0)
    throw new UserError(
      [
        `The data of database ${name} need more than its settings allow; the server would not start on them:`,
        ...short.map((line) => `  ${line}`),
        "fix: raise the setting, or drop what needs it first (pg_drop_replication_slot, ROLLBACK PREPARED)",
      ].join("\n"),
    );
}

/** What to say of a successor whose library sorts texts in another way than the indexes were built with; empty when it does not. */
export function collationNews(
  { name, product, container, database }: GuardJob,
  now: Facts,
  next: Facts,
): string[] {
  const { collations } = productOf(product).guard;
  if (!collations) return [];
  return [...now]
    .filter(([fact, was]) => fact.startsWith("collations ") && was !== "" && next.get(fact) !== was)
    .flatMap(([fact, was]) => [
      `The ${fact} change from ${was} to ${next.get(fact) || "none"} with the image of database ${name}. Indexes on texts were built in the old order: queries by them may miss rows until they are built again.`,
      `  after this update, at a quiet time: ${collations.rebuild(container, database)}`,
    ]);
}

/** One spelling for each value: `8k` is 8192. How far a file may grow says nothing of the data. */
function plain(value: string): string {
  const text = value.toLowerCase().replaceAll(/:max:\d+[kmg]?/g, "");
  const [, digits, unit = ""] = /^(\d+)([kmg])$/.exec(text) ?? [];
  return digits === undefined ? text : String(Number(digits) * 1024 ** ("kmg".indexOf(unit) + 1));
}
