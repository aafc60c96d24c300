import { UserError } from "../components/engine/user-error";
import { inContainer } from "./backup";
import { kindOf, type BesideKind } from "./beside-name";
import { backCommand, dropCommand, finishCommand } from "./database-commands";
import type { StackDatabase } from "./stack";
import { size } from "./text";

/** What restores and imports of a database left in its server. */
export interface Leftovers {
  /** Databases beside it, with their size in bytes. */
  databases: { name: string; bytes: number }[];
  /** The names of an exchange that did not come to its end. */
  interrupted?: string;
}

/** Looks for what restores and imports left. */
export async function leftoversOf(target: StackDatabase): Promise<Leftovers> {
  return parseLeftovers((await inContainer(target, "leftovers", {})).stdout);
}

/** Reads what components/backup/leftovers.sh prints. */
export function parseLeftovers(output: string): Leftovers {
  const rows = output.split("\n").map((line) => line.split("\t"));
  const interrupted = rows.find(([kind]) => kind === "interrupted")?.[1];
  return {
    databases: rows.flatMap(([kind, name = "", bytes]) =>
      kind === "database" ? [{ name, bytes: Number(bytes) }] : [],
    ),
    ...(interrupted !== undefined && { interrupted }),
  };
}

/**
 * Refuses to put any database but one that a restore or an import made in the place of the one that serves: the exchange of MySQL and MariaDB would
 * move the server's own tables too.
 *
 * @throws UserError that names those that there are
 */
export function refuseUnknown(
  { database }: Pick<StackDatabase, "database">,
  wanted: string,
  there: Leftovers["databases"],
): void {
  if (there.some(({ name }) => name === wanted)) return;
  const names = there.map(({ name }) => name).join(", ");
  throw new UserError(
    `No database ${wanted} was left beside ${database} by a restore or an import; nothing was changed.\n  fix: name one of: ${names || "none is there"} (npm run backups lists them)`,
  );
}

/** What an exchange that was interrupted means, and the command that finishes it. */
export function interruptedText(names: string): string {
  return `an exchange was interrupted (${names}): views, routines or triggers may be missing`;
}

const words: Record<BesideKind, string> = {
  before: "what served before a restore",
  beside: "restored beside",
  import: "imported beside; incomplete if that import failed",
  restore: "of a restore that is running or did not finish",
};

/** Whether it may be half of a database: a restore is loading it, or was cut off. */
export const isUnfinished = (name: string) => (kindOf(name) ?? "restore") === "restore";

/** Lines below the list of backups. */
export function renderLeftovers(target: StackDatabase, { databases, interrupted }: Leftovers): string[] {
  return [
    ...(interrupted === undefined
      ? []
      : [`Database ${target.database}: ${interruptedText(interrupted)}.`, `  fix: ${finishCommand(target)}`]),
    ...databases.flatMap(({ name, bytes }) => [
      `Database ${name}, ${size(bytes)}: ${words[kindOf(name) ?? "restore"]}.`,
      ...(isUnfinished(name)
        ? []
        : [`  To replace ${target.database} with it: ${backCommand(target, name)}`]),
      `  To delete it, when it is no longer needed: ${dropCommand(target, name)}`,
    ]),
  ];
}
