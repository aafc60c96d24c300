import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";

/** The text of an env file, when it could be read, and what is wrong with the file itself. */
export interface Access {
  text?: string;
  mistakes: Problem[];
}

/**
 * Reads an env file and checks who else may: its mode must be 0600 or 0400, its owner root or the user who runs the program. What was
 * checked is what was read: both go through one open file.
 */
export function openEnvFile(path: string): Access {
  const text = say().config.envFile;
  const wrong = (problem: Problem): Access => ({ mistakes: [{ where: path, ...problem }] });
  if (!isAbsolute(path)) return wrong(text.notAbsolute);
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return wrong(code === "ENOENT" ? text.notThere(path) : text.notOpened(String(code)));
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return wrong(text.notAFile);
    const mistakes = permissions(path, stat.mode & 0o777, stat.uid);
    const read = decoded(readFileSync(file));
    if (read === undefined) mistakes.push({ where: path, ...text.notText });
    return { mistakes, ...(read !== undefined && { text: read }) };
  } finally {
    closeSync(file);
  }
}

function permissions(path: string, mode: number, owner: number): Problem[] {
  const text = say().config.envFile;
  const mistakes: Problem[] = [];
  if (mode !== 0o600 && mode !== 0o400) {
    const found = mode.toString(8).padStart(4, "0");
    mistakes.push({ where: path, ...text.mode({ found, open: (mode & 0o077) !== 0, path }) });
  }
  // No user numbers on Windows.
  const user = process.getuid?.() ?? owner;
  if (owner !== 0 && owner !== user) mistakes.push({ where: path, ...text.owner({ owner, path }) });
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
