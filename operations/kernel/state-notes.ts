import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { say } from "../../messages/say";

/** Milliseconds in which a note that is just being written is done. */
const written = 300;

/**
 * Files of a project's states whose note was cut off. A file backend writes beside each file a small one, `FILE.attrs`, with its type and checksum. The
 * file itself is replaced whole; the note is not, and is empty when its writer is killed at the wrong moment. The CLI then reads neither of the two and
 * says only `EOF`: of the note beside any state of the project, when it lists stacks.
 *
 * @param folder of the backend
 * @returns those that stay as they are for a moment: no update is writing them
 * @see https://pkg.go.dev/gocloud.dev/blob/fileblob which files those are; `metadata=skip` makes none
 */
export async function damagedNotes(folder: string, project: string, stack: string): Promise<string[]> {
  const seen = look(folder, project, stack);
  if (seen.size === 0) return [];
  await pause(written);
  const still = look(folder, project, stack);
  return [...seen].flatMap(([path, time]) => (still.get(path) === time ? [path] : []));
}

/** Removes them. Without a note a file is read as it is. */
export async function removeDamagedNotes(folder: string, project: string, stack: string): Promise<number> {
  const damaged = await damagedNotes(folder, project, stack);
  for (const path of damaged) rmSync(path, { force: true });
  return damaged.length;
}

/** What to do when the CLI said why it could not read a state: what that means where a note was cut off; else nothing. */
export function remedyForNote(said: string, stack = "NAME"): string | undefined {
  return /^error: (?:(?!.*(?:unexpected|rpc|https?:)).*: )?EOF$/m.test(said)
    ? say().kernel.damagedNote(stack)
    : undefined;
}

/** Whether the CLI said that a backend does not have the stack. */
export const isNoStack = (said: string) =>
  /no stack named|not a valid stack|stack '?[^']*'? not found/i.test(said);

/** What to do when the CLI said why a stack or its state cannot be read; nothing where that is not known. */
export function remedyForCli(said: string, stack: string): string | undefined {
  const { nameStack, passphrase } = say().kernel;
  const note = remedyForNote(said, stack);
  if (note !== undefined) return note;
  if (/passphrase/i.test(said)) return passphrase;
  return isNoStack(said) ? nameStack : undefined;
}

/** Damaged notes, and when each was written. */
function look(folder: string, project: string, stack: string): Map<string, number> {
  const own = (inside: string[], prefix: string) => {
    const path = join(folder, ".pulumi", ...inside);
    const names = existsSync(path) ? readdirSync(path) : [];
    // The note of a copy is never read.
    return names
      .filter((name) => name.startsWith(prefix) && name.endsWith(".attrs") && !name.endsWith(".bak.attrs"))
      .map((name) => join(path, name));
  };
  return new Map(
    [
      ...own([], "meta."),
      ...own(["stacks", project], ""),
      ...own(["locks", "organization", project, stack], ""),
      ...own(["history", project, stack], ""),
    ].flatMap((path) => {
      const time = damagedAt(path);
      return time === undefined ? [] : [[path, time] as const];
    }),
  );
}

function damagedAt(path: string): number | undefined {
  try {
    const time = statSync(path).mtimeMs;
    try {
      JSON.parse(readFileSync(path, "utf8"));
      return undefined;
    } catch (error) {
      return error instanceof SyntaxError ? time : undefined;
    }
  } catch {
    // It went away in between.
    return undefined;
  }
}
