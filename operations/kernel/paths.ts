import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";

/** Folder name under the user's cache and data homes (XDG base directories). */
const folder = "pulumi-web-systems";

/** The checkout this program was started from; of the packed package its `dist/`, which has no project. */
export const projectRoot = resolve(__dirname, "..", "..");

/**
 * A path under the cache: things that can be made again (built toolchain, npm packages).
 * Outside the checkout, so that a fresh clone on the same machine is fast.
 * `$XDG_CACHE_HOME/pulumi-web-systems`, by default under `~/.cache`. The parent folder is made.
 */
export function cacheDir(...parts: string[]): string {
  return under(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), parts);
}

/**
 * A path under the data home: what must not be lost (Pulumi state, passphrase).
 * `$XDG_DATA_HOME/pulumi-web-systems`, by default under `~/.local/share`; 0700.
 */
export function dataDir(...parts: string[]): string {
  return under(process.env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), parts);
}

function under(home: string, parts: string[]): string {
  const base = join(home, folder);
  mkdirSync(base, { recursive: true, mode: 0o700 });
  const path = join(base, ...parts);
  mkdirSync(parts.length > 0 ? resolve(path, "..") : path, { recursive: true, mode: 0o700 });
  return path;
}

/**
 * The project that the user stands in, else that of this checkout.
 *
 * @throws UserError when there is neither
 */
export function projectFolder(): string {
  const here = process.env["INIT_CWD"] ?? process.cwd();
  const found = [here, projectRoot].find((folder) => existsSync(join(folder, "Pulumi.yaml")));
  if (found === undefined) throw new UserError(say().kernel.noProject(here));
  return found;
}
