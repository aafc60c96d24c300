import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import type { ReleaseRecord } from "./record";

/** Where a release comes from: who runs it, and what of. Reads the folder of the project, which is where programs run. */
export function originOf(
  system: string,
  stack: string,
): Pick<ReleaseRecord, "by" | "commit" | "folder" | "configuration"> {
  const commit = git("log", "-1", "--format=%H %s");
  const user = git("config", "user.name") || userInfo().username;
  return {
    by: `${user} on ${hostname()}`,
    ...(commit && {
      commit: {
        id: commit.slice(0, 40),
        subject: commit.slice(41),
        dirty: git("status", "--porcelain", "--", ".") !== "",
      },
    }),
    folder: relative(top(), process.cwd()),
    configuration: settings(system, stack),
  };
}

/** Folder of all that the program is made of: the repository; without one, where its packages are named. */
function top(): string {
  const repository = git("rev-parse", "--show-toplevel");
  if (repository !== "") return repository;
  for (let folder = process.cwd(); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, "package.json"))) return folder;
  return process.cwd();
}

/**
 * Packs what the program is made of: what a repository knows or would know, else all that is no package and no state.
 *
 * @throws Error with what tar said
 */
export async function packSource(target: string): Promise<void> {
  const listed = git("rev-parse", "--is-inside-work-tree") === "true";
  const script = listed
    ? 'git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d "" f; do [ -e "$f" ] && printf "%s\\0" "$f"; done | tar --null -czf "$0" -T -'
    : 'tar -czf "$0" --exclude=node_modules --exclude=.git --exclude=.pulumi --exclude=".env*" .';
  await promisify(execFile)("bash", ["-c", script, target], { cwd: top() }).catch(
    ({ stderr }: { stderr: string }) => {
      throw new Error(`The source could not be packed: ${stderr.trim()}`);
    },
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
  const { status, stdout } = spawnSync("git", args, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : "";
}
