import type { SwitchJob } from "../../components/edge/jobs/job";
import { removes, textOf, type Change } from "./change";
import { verb, type Describe } from "./describe";
import { unknown } from "./engine";
import type { Facts } from "./facts";
import { containerReasons } from "./reasons";

/**
 * A new Nginx runs beside the old one. The container that publishes the ports, which has the component's own name, cannot: its successor
 * starts when it has ended.
 */
export const nginx: Describe = (changes, { images }) => ({
  says: changes.map(said).join("; "),
  because: changes.flatMap((change) => (change.op === "create" ? [] : containerReasons(change, images))),
  interrupts: changes.some((change) => removes(change) && holdsPorts(change))
    ? [
        changes.some(({ op }) => op === "delete")
          ? "nothing answers from then on"
          : "nothing answers for about 2 seconds, while its ports are published again; open connections are cut",
      ]
    : [],
});

const holdsPorts = ({ name, owner }: Change) => name === owner.name;

function said(change: Change): string {
  if (holdsPorts(change)) return `the container with its ports ${verb(change)}`;
  return change.op === "replace"
    ? "a new Nginx starts beside the old one, and takes over the ports once it is verified"
    : `its container ${verb(change)}`;
}

/** Where requests go from then on. */
export const nginxSwitch: Describe = ([change], facts) => {
  if (change.op === "delete") return { says: "is no longer switched" };
  const [before, after] = [change.old, change.next].map((state) =>
    named(siteOf(state?.inputs["stdin"]), change.urn),
  );
  const services = replacedServices(change, facts);
  const lines = change.op === "create" ? [] : differences(before ?? "", after ?? "");
  const begins = /\$in_maintenance/.test(after ?? "") && !/\$in_maintenance/.test(before ?? "");
  return {
    says:
      "requests are switched to " +
      (services.length > 0 ? `the new containers of ${services.join(", ")}` : "the new configuration") +
      "; the old configuration is restored if a check through Nginx fails",
    because: lines,
    interrupts: begins
      ? ["maintenance begins: all paths except the allowed ones answer 503 until it ends"]
      : [],
  };
};

function replacedServices({ next }: Change, { changes }: Facts): string[] {
  const waited = new Set(next?.dependencies ?? []);
  const found = changes.filter(
    ({ urn, type, op }) =>
      waited.has(urn) && type.endsWith(":Command") && (op === "create" || op === "replace"),
  );
  return [
    ...new Set(
      found.filter(({ owner }) => owner.types.at(-1)?.endsWith(":Service")).map(({ owner }) => owner.name),
    ),
  ];
}

/** Releases of before handed the configuration over as it is. */
function siteOf(stdin: unknown): unknown {
  if (typeof stdin !== "string" || !stdin.startsWith("{")) return stdin;
  return (JSON.parse(stdin) as Partial<SwitchJob>).site;
}

/** A configuration with containers by their plain names: their random endings change with every release. */
function named(text: unknown, urn: string): string {
  const [, , stack = "", system = ""] = /^(urn:pulumi):(.+?)::(.+?)::/.exec(urn) ?? [];
  return textOf(text).replace(new RegExp(`${system}-${stack}-(\\S+?)-[0-9a-f]{7}\\b`, "g"), "$1");
}

/** Lines that a configuration has more and less: paths in words, a few others as they are. */
function differences(before: string, after: string): string[] {
  if (after.includes(unknown)) return ["its text is only known during the release"];
  const [old, next] = [before, after].map((text) => text.split("\n").map((line) => line.trim()));
  const [more, gone] = [less(next ?? [], old ?? []), less(old ?? [], next ?? [])];
  const paths = (lines: string[], what: string) =>
    lines.flatMap((line) => {
      const path = location.exec(line)?.[1];
      return path === undefined ? [] : [`path ${path} ${what}`];
    });
  const others = [...gone.map((line) => `gone: ${line}`), ...more.map((line) => `new: ${line}`)].filter(
    (line) => !/: ([{}]?|location .*)$/.test(line),
  );
  return [
    ...new Set([...paths(more, "is new"), ...paths(gone, "is gone")]),
    ...(others.length <= 4 ? others : [`${others.length} lines of its configuration differ`]),
  ];
}

const location = /^location (?:= |\^~ |~\*? )?(\/\S*) \{$/;

/** Lines of one text that another one does not have as often. */
function less(lines: string[], others: string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
