import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { relative } from "node:path";
import { parse } from "yaml";
import { git, isDirty } from "../engine/commit";
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
        dirty: isDirty(),
      },
    }),
    folder: relative(sourceFolder(process.cwd(), world.variable(sourceVariable)), process.cwd()),
    configuration: settings(system, stack),
    ...(rollbackTo > 0 && { rollbackTo }),
  };
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
