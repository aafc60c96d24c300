import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { relative } from "node:path";
import { parse } from "yaml";
import { finishNow } from "../engine/process";
import type { World } from "../engine/world";
import type { ReleaseRecord } from "./record";
import { sourceFolder, sourceVariable } from "./source";

/** Says in the environment of `npm run rollback`'s update which release it goes back to. */
export const rollbackVariable = "WEB_SYSTEMS_ROLLBACK_TO";

/** Where a release comes from: who runs it, and what of. Reads the folder of the project, which is where programs run. */
export function originOf(
  system: string,
  stack: string,
  world: Pick<World, "variable">,
): Pick<ReleaseRecord, "by" | "commit" | "folder" | "configuration" | "rollbackTo"> {
  const commit = git("log", "-1", "--format=%H %s");
  const rollbackTo = Number(world.variable(rollbackVariable) ?? 0);
  const user = git("config", "user.name") || userInfo().username;
  return {
    by: `${user} on ${hostname()}`,
    ...(commit && {
      commit: {
        id: commit.slice(0, 40),
        subject: commit.slice(41),
        dirty: isDirty(stack),
      },
    }),
    folder: relative(sourceFolder(process.cwd(), world.variable(sourceVariable)), process.cwd()),
    configuration: settings(system, stack),
    ...(rollbackTo > 0 && { rollbackTo }),
  };
}

/**
 * Whether files were changed since the commit. The CLI writes the salt of a stack's secrets into the stack file before the program runs: that
 * alone does not count.
 */
function isDirty(stack: string): boolean {
  const file = `Pulumi.${stack}.yaml`;
  const changed = git("status", "--porcelain", "--", ".", `:(exclude)${file}`) !== "";
  if (changed || !existsSync(file)) return changed;
  return withoutKey(git("show", `HEAD:./${file}`)) !== withoutKey(readFileSync(file, "utf8"));
}

/** What a stack file says, without what the CLI writes into it: its salt, and `"true"` for `true`. */
export function withoutKey(text: string): string {
  const file = { ...((parse(text) ?? {}) as Record<string, unknown>) };
  for (const key of ["encryptionsalt", "encryptedkey", "secretsprovider"]) delete file[key];
  return JSON.stringify(file, (_, value: unknown) =>
    typeof value === "boolean" || typeof value === "number" ? String(value) : value,
  );
}

/** The stack file's settings by path. A secret is told apart from others by a hash of its encrypted form, which says nothing of it. */
function settings(system: string, stack: string): Record<string, string> {
  const file = `Pulumi.${stack}.yaml`;
  if (!existsSync(file)) return {};
  const { config = {} } = (parse(readFileSync(file, "utf8")) ?? {}) as { config?: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => leaves(key.replace(`${system}:`, ""), value)),
  );
}

function leaves(path: string, value: unknown): [string, string][] {
  if (typeof value !== "object" || value === null) return [[path, String(value)]];
  if ("secure" in value) return [[path, `secret:${hash(String(value.secure))}`]];
  if (Array.isArray(value)) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(`${path}.${key}`, inner));
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12);

/** What git says; empty where there is no git or no repository. */
function git(...args: string[]): string {
  const { code, stdout } = finishNow("git", args);
  return code === 0 ? stdout.trim() : "";
}
