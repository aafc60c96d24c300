// Entry of the npm scripts. Runs before any package is there, so it is plain JavaScript without imports of packages: it
// installs them when the lock file changed, then starts toolchain/main.ts.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 5)) {
  console.error(`Node.js ${process.versions.node} is too old: 20.5 or newer is needed.`);
  console.error("fix: install it from your distribution or https://nodejs.org, then run this command again");
  process.exit(1);
}

installPackages();
const [command, ...rest] = process.argv.slice(2);
const child = spawnSync(
  process.execPath,
  ["--import", "tsx", join(root, "toolchain", "main.ts"), command ?? "", ...rest],
  {
    cwd: root,
    stdio: "inherit",
  },
);
process.exit(child.status ?? 1);

/** `npm ci`, once a lock file: its hash is remembered inside node_modules, which an interrupted install does not have. */
function installPackages() {
  const lock = join(root, "package-lock.json");
  if (!existsSync(lock)) {
    console.error(`There is no ${lock}, which says which packages are installed.`);
    console.error("fix: get it back (git checkout package-lock.json), or make one: npm install");
    process.exit(1);
  }
  const wanted = createHash("sha256").update(readFileSync(lock)).digest("hex");
  const marker = join(root, "node_modules", ".installed-lock");
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return;
  // Not to standard output: `npm run --silent env` prints commands for a shell there.
  console.error("Packages: npm ci, about 30 s the first time");
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-web-systems", "npm");
  mkdirSync(cache, { recursive: true });
  const npm = spawnSync(
    "npm",
    ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", "--cache", cache],
    {
      cwd: root,
      encoding: "utf8",
      shell: process.platform === "win32",
    },
  );
  if (npm.status !== 0) {
    console.error("npm ci failed:\n" + (npm.stderr || npm.error?.message || npm.stdout).trim());
    console.error(
      "fix: check that npm reaches a registry (npm config get registry), then run this command again",
    );
    process.exit(1);
  }
  writeFileSync(marker, wanted);
}
