import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { stateOf, type StateRead } from "./state-read";
import { shellWord } from "../../components/engine/shell-word";

/** An earlier state of a stack that the backend keeps. */
export interface Copy {
  path: string;
  /** When it was written. */
  at: Date;
  resources: number;
}

/** The folder of a file backend by its address, undefined for any other backend or none. The address may end with settings: `?metadata=skip`. */
export function stateFolder(url: string | undefined): string | undefined {
  return url?.startsWith("file://")
    ? url
        .replace(/^file:\/\//, "")
        .replace(/\?.*$/, "")
        .replace(/^~/, homedir())
    : undefined;
}

/** Where a file backend keeps the state of a stack. */
export function stateFile(folder: string, project: string, stack: string): string {
  return join(folder, ".pulumi", "stacks", project, `${stack}.json`);
}

/** Reads a state; undefined when the file is not whole. A stack that was never updated has an empty one. */
export function readState(path: string): StateRead | undefined {
  try {
    return stateOf(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Earlier states of a stack that are whole, the newest first: the CLI keeps one of before its last write beside the state, and one of the end of
 * each update.
 */
export function stateCopies(folder: string, project: string, stack: string): Copy[] {
  const file = stateFile(folder, project, stack);
  const history = join(folder, ".pulumi", "history", project, stack);
  const kept = existsSync(history) ? readdirSync(history) : [];
  return [
    `${file}.bak`,
    ...kept.filter((name) => name.endsWith(".checkpoint.json")).map((name) => join(history, name)),
  ]
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      const resources = readState(path)?.resources.length ?? 0;
      return resources === 0 ? [] : [{ path, at: statSync(path).mtime, resources }];
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime());
}

/**
 * When a copy was written, for people, and the command that puts it in the place of a state.
 *
 * @param next command that shows what that means
 */
export function wayBack({ path, at }: Copy, file: string, next: string): { written: string; fix: string } {
  return {
    written: at.toISOString().slice(0, 19).replace("T", " "),
    fix: `cp ${shellWord(path)} ${shellWord(file)} && ${next}`,
  };
}

/** The address of a backend as it may be shown: that of a database can hold a password. */
export const withoutPassword = (url: string) => url.replace(/(:\/\/[^/\s:@]*):[^/\s]*@/, "$1:[secret]@");
