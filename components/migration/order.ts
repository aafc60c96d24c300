import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../messages/say";
import { nameOfWayBack, neverRuns } from "./sql/halves";

/** File that gives the order of a folder whose names do not. */
const orderFile = "order.txt";

/** The files of a folder in the order in which they run. */
export interface Order {
  /** Name for people and the ledger, and path in the folder. */
  entries: { name: string; path: string }[];
  /** One line a mistake, each with what to do. */
  mistakes: string[];
}

/**
 * Finds the order of a folder: its `order.txt`, one name a line; else folders `<timestamp>_<name>/migration.sql` by their names, as Prisma
 * makes them; else the numbers that its files start with, `001_name.sql` or `V1.2__name.sql`. Files `*.down.sql` and Flyway's
 * `U1__name.sql` do not count.
 */
export function readOrder(folder: string): Order {
  const found = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const files = found.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const present = files.filter((name) => name.endsWith(".sql") && !neverRuns(name));
  if (existsSync(join(folder, orderFile))) return listed(folder, present);
  const folders = found
    .filter((entry) => entry.isDirectory() && /^\d/.test(entry.name))
    .map(({ name }) => name);
  if (folders.length > 0) return prisma(folder, folders, present);
  if (present.some((name) => number(name))) return numbered(present);
  return {
    entries: [],
    mistakes: [say().migration.files.noOrder(join(folder, orderFile))],
  };
}

function listed(folder: string, present: string[]): Order {
  const texts = say().migration.files;
  const names = readFileSync(join(folder, orderFile), "utf8")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((name) => (name.endsWith(".sql") ? name : `${name}.sql`));
  const mistakes = [
    ...names
      .filter((name) => !present.includes(name))
      .map((name) => (neverRuns(name) ? texts.listedWayBack(name) : texts.listedMissing({ name, folder }))),
    ...names.filter((name, at) => names.indexOf(name) !== at).map(texts.listedTwice),
    ...present
      .filter((name) => !names.includes(name))
      .sort()
      .map((name) => {
        const why = nameOfWayBack(name);
        return why === undefined
          ? texts.notListed({ name, folder })
          : texts.notListedWayBack({ name, folder, why });
      }),
  ];
  return { entries: names.map((name) => ({ name, path: name })), mistakes };
}

function prisma(folder: string, folders: string[], loose: string[]): Order {
  const texts = say().migration.files;
  const names = [...folders].sort();
  const stamp = (name: string) => name.split("_")[0] ?? name;
  return {
    entries: names.map((name) => ({ name, path: join(name, "migration.sql") })),
    mistakes: [
      ...names
        .filter((name) => !existsSync(join(folder, name, "migration.sql")))
        .map((name) => texts.emptyFolder({ path: join(name, "migration.sql"), folder })),
      ...sameNumber(names, stamp),
      ...loose.sort().map(texts.loose),
    ],
  };
}

function numbered(present: string[]): Order {
  const names = [...present].sort((a, b) => compare(number(a) ?? [], number(b) ?? []) || (a < b ? -1 : 1));
  return {
    entries: names.map((name) => ({ name, path: name })),
    mistakes: [
      ...names.filter((name) => !number(name)).map(say().migration.files.noNumber),
      ...sameNumber(
        names.filter((name) => number(name)),
        (name) => number(name)?.join(".") ?? name,
      ),
    ],
  };
}

/** Numbers at the front of a name: `002_x.sql` is 2, `V1.2__x.sql` is 1 and 2. */
function number(name: string): bigint[] | undefined {
  const digits = /^V?(\d+(?:\.\d+)*)[_-]/.exec(name)?.[1];
  return digits?.split(".").map(BigInt);
}

function compare(a: bigint[], b: bigint[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [left, right] = [a[at] ?? 0n, b[at] ?? 0n];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Names must be in their order. */
function sameNumber(names: string[], of: (name: string) => string): string[] {
  const texts = say().migration.files;
  return names
    .filter((name, at) => at > 0 && of(names[at - 1] ?? "") === of(name))
    .map((name) => {
      const both = [name, names[names.indexOf(name) - 1] ?? ""];
      const back = both.find((each) => nameOfWayBack(each));
      return back === undefined
        ? texts.sameNumber(both)
        : texts.refused({ name: back, why: nameOfWayBack(back) ?? "" });
    });
}
