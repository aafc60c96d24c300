import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { runScript } from "./script";
import { kindOf } from "./beside-name";
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
  return parseLeftovers((await runScript(target, "leftovers", {})).stdout);
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
  const names = there.map(({ name }) => name);
  throw new UserError(say().restore.leftovers.unknown({ wanted, database, there: names }));
}

/** What an exchange that was interrupted means, and the command that finishes it. */
export const interruptedText = (names: string) => say().restore.leftovers.interrupted(names);

/** Whether it may be half of a database: a restore is loading it, or was cut off. */
export const isUnfinished = (name: string) => (kindOf(name) ?? "restore") === "restore";

/** Lines below the list of backups. */
export function renderLeftovers(target: StackDatabase, { databases, interrupted }: Leftovers): string[] {
  const { leftovers: texts, toDeleteLater } = say().restore;
  return [
    ...(interrupted === undefined
      ? []
      : [
          texts.interruptedIn(target.database, interrupted),
          `  ${say().problem.fixLine(finishCommand(target))}`,
        ]),
    ...databases.flatMap(({ name, bytes }) => [
      texts.line({ name, size: size(bytes), what: texts[kindOf(name) ?? "restore"] }),
      ...(isUnfinished(name) ? [] : [`  ${texts.toReplace(target.database, backCommand(target, name))}`]),
      `  ${toDeleteLater(dropCommand(target, name))}`,
    ]),
  ];
}
