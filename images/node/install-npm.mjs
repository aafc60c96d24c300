// Puts npm into /usr/local as the official image has it: install-npm.mjs REGISTRY VERSION INTEGRITY
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";

const [registry, version, integrity] = process.argv.slice(2);
const url = `${registry.replace(/\/$/, "")}/npm/-/npm-${version}.tgz`;
const response = await fetch(url);
if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
const archive = Buffer.from(await response.arrayBuffer());
const found = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
if (found !== integrity) throw new Error(`${url} has ${found}, expected ${integrity}`);

const home = "/usr/local/lib/node_modules/npm";
mkdirSync(home, { recursive: true });
writeFileSync("/tmp/npm.tgz", archive);
execFileSync("tar", ["-xzf", "/tmp/npm.tgz", "--strip-components=1", "--no-same-owner", "-C", home]);
rmSync("/tmp/npm.tgz");
for (const unneeded of ["docs", "man"]) rmSync(`${home}/${unneeded}`, { recursive: true, force: true });
// Debian's node is in /usr/bin, so npm would install global packages under /usr.
writeFileSync(`${home}/npmrc`, "prefix=/usr/local\n");
for (const name of ["npm", "npx"]) symlinkSync(`${home}/bin/${name}-cli.js`, `/usr/local/bin/${name}`);
