import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lookAtLedger } from "../components/migration/read-ledger";
import { ensureBaseImages } from "../toolchain/images";
import { dataDir, projectRoot } from "../operations/kernel/paths";
import { run } from "../operations/kernel/run";
import { DatabaseServer, type DatabaseUnderTest } from "../test/support/database-server";
import { newest } from "../test/support/tested-databases";
import { freePort } from "../test/support/project";

/** Times this project's migrations beside dbmate's: the same files, the same server, all pending and none pending. */
const version = "2.36.0";
const products = (process.env["SERVERS"] ?? "PostgreSQL,MariaDB").split(",") as ("PostgreSQL" | "MariaDB")[];
const counts = (process.env["MIGRATIONS"] ?? "10,100,1000").split(",").map(Number);

/** dbmate's npm package carries its binary; kept outside of the checkout. */
async function dbmateBinary(): Promise<string> {
  const folder = join(dataDir("bench"), `dbmate-${version}`);
  mkdirSync(folder, { recursive: true });
  const packages = [`dbmate@${version}`, `@dbmate/linux-x64@${version}`];
  await run("npm", [
    "install",
    "--prefix",
    folder,
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    ...packages,
  ]);
  return join(folder, "node_modules", "@dbmate", "linux-x64", "bin", "dbmate");
}

/** Small files that both understand: dbmate's markers are comments. */
function writeFiles(folder: string, count: number): void {
  for (let number = 1; number <= count; number++) {
    const sql = `-- migrate:up\nCREATE TABLE t${number} (id int PRIMARY KEY, v varchar(20));\n-- migrate:down\n`;
    writeFileSync(join(folder, `${String(number).padStart(5, "0")}_t.sql`), sql);
  }
}

async function seconds(work: () => Promise<unknown>): Promise<string> {
  const start = performance.now();
  await work();
  return `${((performance.now() - start) / 1000).toFixed(2)} s`;
}

/** As a release does it: the runner is a process of its own. */
function ours(database: DatabaseUnderTest, folder: string): Promise<unknown> {
  const input = JSON.stringify(database.job({ folder }, folder));
  const args = ["--require", "./compile.cjs", "components/migration/runner/main.ts"];
  return run(process.execPath, args, { cwd: projectRoot, input });
}

const theMachinesEngine = { DOCKER_HOST: "unix:///var/run/docker.sock" };

/** As a preview and a release with nothing new do it. */
function look(database: DatabaseUnderTest): Promise<unknown> {
  return lookAtLedger(theMachinesEngine, database.target);
}

async function main(): Promise<void> {
  await ensureBaseImages(() => undefined, { names: ["local/postgres:17", "local/mariadb:11.8"] });
  const dbmate = await dbmateBinary();
  console.log(
    `| server | files | all pending: ours | dbmate ${version} | none pending: ours | dbmate ${version} |`,
  );
  console.log("| --- | --- | --- | --- | --- | --- |");
  for (const product of products) {
    const port = await freePort();
    const server = await DatabaseServer.start(newest(product), [
      "--publish",
      `127.0.0.1:${port}:${product === "PostgreSQL" ? 5432 : 3306}`,
    ]);
    try {
      for (const count of counts) {
        const folder = mkdtempSync(join(tmpdir(), "bench-"));
        writeFiles(folder, count);
        const [first, second] = [await server.database(), await server.database()];
        const login = product === "PostgreSQL" ? "postgres://postgres:test@" : "mysql://root@";
        const options = product === "PostgreSQL" ? "?sslmode=disable" : "";
        const url = `${login}127.0.0.1:${port}/${second.target.database}${options}`;
        const theirs = () =>
          run(dbmate, ["--url", url, "--migrations-dir", folder, "--no-dump-schema", "migrate"]);
        const cells = [
          await seconds(() => ours(first, folder)),
          await seconds(theirs),
          await seconds(() => look(first)),
          await seconds(theirs),
        ];
        console.log(`| ${product} | ${count} | ${cells.join(" | ")} |`);
        for (const database of [first, second]) database.remove();
        rmSync(folder, { recursive: true });
      }
    } finally {
      await server.stop();
    }
  }
}

void main();
