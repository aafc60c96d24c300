import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { finishNow } from "./process";

/** What git says in the folder of the project, which is where programs run; empty where there is no git or no repository. */
export function git(...args: string[]): string {
  return raw(...args).trim();
}

function raw(...args: string[]): string {
  const { code, stdout } = finishNow("git", args);
  return code === 0 ? stdout : "";
}

/**
 * Whether files of the project were changed since the commit. The CLI writes the salt of a stack's secrets into the stack file before the
 * program runs: that alone does not count.
 */
export function isDirty(): boolean {
  const changed = raw("status", "--porcelain", "--no-renames", "-z", "--", ".").split("\0");
  const paths = changed.flatMap((entry) => (entry === "" ? [] : [entry.slice("XY ".length)]));
  if (paths.length === 0) return false;
  // Paths are those of the repository.
  const top = git("rev-parse", "--show-toplevel");
  return paths.some((path) => {
    const file = join(top, path);
    if (!/(^|\/)Pulumi\.[^/]+\.yaml$/.test(path) || !existsSync(file)) return true;
    return isOther(git("show", `HEAD:${path}`), readFileSync(file, "utf8"));
  });
}

/** A stack file that cannot be read, as of a stack in the middle of a merge, was changed. */
function isOther(committed: string, now: string): boolean {
  try {
    return withoutKey(committed) !== withoutKey(now);
  } catch {
    return true;
  }
}

/** What a stack file says, without what the CLI writes into it: its salt, and `"true"` for `true`. */
export function withoutKey(text: string): string {
  const file = { ...((parse(text) ?? {}) as Record<string, unknown>) };
  for (const key of ["encryptionsalt", "encryptedkey", "secretsprovider"]) delete file[key];
  return JSON.stringify(file, (_, value: unknown) =>
    typeof value === "boolean" || typeof value === "number" ? String(value) : value,
  );
}
