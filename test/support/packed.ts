import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { root } from "./program";

/** What `npm pack` reads. */
const parts = [
  ...["package.json", "tsconfig.json", "tsconfig.build.json", "README.md", "CHANGELOG.md", "LICENSE"],
  ...["components", "config", "messages", "operations", "toolchain"],
];

/**
 * Installs what `npm pack` makes into a project, with the packages of this checkout beside it: no file of the repository is in its reach.
 *
 * @param work an empty folder for what is made on the way
 */
export async function installPacked(project: string, work: string): Promise<void> {
  // A copy, so that no dist/ stands in the checkout.
  const copy = join(work, "copy");
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  await run("npm", ["pack", "--pack-destination", work], { cwd: copy });
  const modules = join(project, "node_modules");
  const own = join(modules, "pulumi-web-systems");
  mkdirSync(own, { recursive: true });
  for (const name of readdirSync(join(root, "node_modules")))
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  const [archive = ""] = readdirSync(work).filter((name) => name.endsWith(".tgz"));
  await run("tar", ["xzf", join(work, archive), "-C", own, "--strip-components", "1"]);
}

/** The whole program that docs/first-system.md shows. */
export const firstSystem =
  /```ts\n([^]*?)```/.exec(readFileSync(join(root, "docs", "first-system.md"), "utf8"))?.[1] ?? "";

/** The program behind the command `web-systems` of a project with the package. */
export const commandsOf = (project: string) =>
  join(project, "node_modules", "pulumi-web-systems", "dist", "operations", "main.js");
