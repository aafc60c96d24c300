// What `npm pack` takes (`prepack`): JavaScript with its types in dist/, and the scripts of components beside their code.
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
const compiler = join(root, "node_modules", ".bin", "tsc");
const { status } = spawnSync(compiler, ["--project", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
for (const name of readdirSync(join(root, "components"), { recursive: true }))
  if (/\.(sh|awk|pl|cjs|js)$/.test(name))
    cpSync(join(root, "components", name), join(dist, "components", name));
