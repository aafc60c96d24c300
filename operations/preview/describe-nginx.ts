import { say } from "../../messages/say";
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
  says: say().preview.clauses(changes.map(said)),
  because: changes.flatMap((change) => (change.op === "create" ? [] : containerReasons(change, images))),
  interrupts: changes.some((change) => removes(change) && holdsPorts(change))
    ? [
        changes.some(({ op }) => op === "delete")
          ? say().preview.changes.nginx.nothingAnswers
          : say().preview.changes.nginx.portsAgain,
      ]
    : [],
});

const holdsPorts = ({ name, owner }: Change) => name === owner.name;

function said(change: Change): string {
  const { nginx: words, container } = say().preview.changes;
  if (holdsPorts(change)) return words.portsContainer(verb(change));
  return change.op === "replace" ? words.newBeside : container(verb(change));
}

/** Where requests go from then on. */
export const nginxSwitch: Describe = ([change], facts) => {
  const words = say().preview.changes.nginx;
  if (change.op === "delete") return { says: words.noSwitch };
  const [before, after] = [change.old, change.next].map((state) =>
    named(siteOf(state?.inputs["stdin"]), change.urn),
  );
  const services = replacedServices(change, facts);
  const lines = change.op === "create" ? [] : differences(before ?? "", after ?? "");
  const begins = /\$in_maintenance/.test(after ?? "") && !/\$in_maintenance/.test(before ?? "");
  return {
    says: services.length > 0 ? words.switchedToContainers(services) : words.switchedToConfiguration,
    because: lines,
    interrupts: begins ? [words.maintenance] : [],
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
  const words = say().preview.changes.nginx;
  if (after.includes(unknown)) return [words.unknownText];
  const [old, next] = [before, after].map((text) => text.split("\n").map((line) => line.trim()));
  const [more, gone] = [less(next ?? [], old ?? []), less(old ?? [], next ?? [])];
  const paths = (lines: string[]) => lines.flatMap((line) => location.exec(line)?.[1] ?? []);
  const telling = (lines: string[]) => lines.filter((line) => !/^([{}]?|location .*)$/.test(line));
  const others = [...telling(gone).map(words.goneLine), ...telling(more).map(words.newLine)];
  return [
    ...new Set([...paths(more).map(words.newPath), ...paths(gone).map(words.gonePath)]),
    ...(others.length <= 4 ? others : [words.linesDiffer(others.length)]),
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
