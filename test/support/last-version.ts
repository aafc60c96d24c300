import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { root } from "./program";
import type { TestProject } from "./project";

/** The commit of version 0.1.0: what users who upgrade have. */
const lastVersion = "681abef";

/** What a project has of this repository. */
const parts = ["components", "config", "compile.cjs"];
/** What it has besides, of this version. */
const newParts = ["messages"];

/** Gives a project the last version instead of this one. */
export async function asLastVersion({ folder }: TestProject): Promise<void> {
  remove(folder);
  const archive = join(folder, "last-version.tar");
  await run("git", ["archive", "--output", archive, lastVersion, ...parts], { cwd: root });
  await run("tar", ["-xf", archive, "-C", folder]);
  rmSync(archive);
}

/** The commands of the last version, beside the project. @returns its folder */
export async function commandsOfLastVersion({ folder }: TestProject): Promise<string> {
  const target = join(folder, "last-version");
  mkdirSync(target);
  const archive = join(target, "all.tar");
  await run("git", ["archive", "--output", archive, lastVersion], { cwd: root });
  await run("tar", ["-xf", archive, "-C", target]);
  cpSync(join(folder, "node_modules"), join(target, "node_modules"));
  return target;
}

/** Gives it this version, as an upgrade does. */
export function upgrade({ folder }: TestProject): void {
  remove(folder);
  for (const part of [...parts, ...newParts])
    cpSync(join(root, part), join(folder, part), { recursive: true });
}

function remove(folder: string): void {
  for (const part of [...parts, ...newParts]) rmSync(join(folder, part), { recursive: true, force: true });
}
