import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { Mistake } from "../explain";

/** The text of an env file, when it could be read, and what is wrong with the file itself. */
export interface Access {
  text?: string;
  mistakes: Mistake[];
}

/**
 * Reads an env file and checks who else may: its mode must be 0600 or 0400, its owner root or the user who runs the program. What was
 * checked is what was read: both go through one open file.
 */
export function openEnvFile(path: string): Access {
  const mistake = (problem: string, remedy: string): Mistake => ({ path, problem, remedy });
  if (!isAbsolute(path))
    return { mistakes: [mistake("not an absolute path", "name the file from the root: /etc/…")] };
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      return {
        mistakes: [
          mistake("does not exist on this machine", `install -m 600 /dev/null ${path}, then fill it`),
        ],
      };
    return { mistakes: [mistake(`cannot be opened (${code})`, "run as its owner, or: sudo -E pulumi …")] };
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return { mistakes: [mistake("not a file", "name the file itself")] };
    const mistakes = permissions(path, stat.mode & 0o777, stat.uid);
    const text = decoded(readFileSync(file));
    if (text === undefined) mistakes.push(mistake("not text in UTF-8", "save it as UTF-8"));
    return { mistakes, ...(text !== undefined && { text }) };
  } finally {
    closeSync(file);
  }
}

function permissions(path: string, mode: number, owner: number): Mistake[] {
  const mistakes: Mistake[] = [];
  if (mode !== 0o600 && mode !== 0o400) {
    const found = mode.toString(8).padStart(4, "0");
    mistakes.push({
      path,
      problem: `its mode is ${found}, and must be 0600 or 0400${(mode & 0o077) !== 0 ? ": others on this machine can get at its secrets" : ""}`,
      remedy: `chmod 600 ${path}`,
    });
  }
  // No user numbers on Windows.
  const user = process.getuid?.() ?? owner;
  if (owner !== 0 && owner !== user)
    mistakes.push({
      path,
      problem: `it belongs to user ${owner}, who could change what is deployed`,
      remedy: `chown root ${path}`,
    });
  return mistakes;
}

function decoded(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}
