import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";

const image = "local/postgres:17";
const name = `pws-test-postgres-${process.pid}`;
const docker = (...args: string[]) => run("docker", args);
const tried = (...args: string[]) => run("docker", args, { reject: false });

/** As a careful stack runs it: nothing writable but the data and two small tmpfs, and only the capabilities needed. */
const capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETUID", "SETGID"];
const confined = [
  ...["--read-only", "--tmpfs", "/tmp", "--tmpfs", "/var/run/postgresql", "--cap-drop", "ALL"],
  ...capabilities.flatMap((capability) => ["--cap-add", capability]),
  ...["--security-opt", "no-new-privileges"],
];

describe("the image local/postgres:17", function () {
  this.timeout(120_000);
  let folder: string;

  const start = (...options: string[]) =>
    docker(
      "run",
      "--detach",
      "--name",
      name,
      "--volume",
      `${name}:/var/lib/postgresql/data`,
      ...confined,
      ...options,
      image,
    );
  /** Runs SQL as a client on the network does: with the password, on the container's own address. */
  const sql = async (query: string, database = "app", password = "s3cret' \"pw") => {
    const script = `psql -h "$(hostname -i)" -U owner -d ${database} -Atc "$1"`;
    return tried("exec", "--env", `PGPASSWORD=${password}`, name, "sh", "-c", script, "sh", query);
  };
  const until = async (what: string, check: () => Promise<boolean>) => {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) if (await check()) return;
    assert.fail(`never ${what}: ${(await tried("logs", name)).stderr}`);
  };
  const answers = () => until("answered", async () => (await sql("select 1")).stdout === "1");
  const logs = async () => {
    const { stdout, stderr } = await tried("logs", name);
    return stdout + stderr;
  };
  const script = (file: string, content: string) => writeFileSync(join(folder, "init", file), content);
  const options = () => [
    ...["--env", "POSTGRES_PASSWORD_FILE=/run/secrets/pw", "--volume", `${folder}/pw:/run/secrets/pw:ro`],
    ...["--env", "POSTGRES_USER=owner", "--env", "POSTGRES_DB=app"],
    ...["--volume", `${folder}/init:/docker-entrypoint-initdb.d:ro`],
  ];

  before(async function () {
    this.timeout(600_000);
    await ensureBaseImages(() => undefined);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pws-test-postgres-"));
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, "init"));
    writeFileSync(join(folder, "pw"), "s3cret' \"pw\n", { mode: 0o400 });
  });
  afterEach(async () => {
    await tried("rm", "--force", "--volumes", name);
    await tried("volume", "rm", "--force", name);
    rmSync(folder, { recursive: true, force: true });
  });

  it("makes user, database and password from files, runs the scripts once, and keeps the data", async () => {
    script("1.sql", "create table item (id int); insert into item values (1);");
    script("2.sh", 'psql -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c "insert into item values (2)"');
    await start(...options(), "--env", "POSTGRES_INITDB_ARGS=--data-checksums");
    await answers();
    assert.equal((await sql("select sum(id) from item")).stdout, "3");
    assert.equal((await sql("show data_checksums")).stdout, "on");
    assert.match((await sql("select 1", "app", "wrong")).stderr, /password authentication failed/);
    const facts =
      "id -u postgres; stat -c %u:%a $PGDATA; grep ^Uid /proc/1/status; grep -c s3cret /proc/1/environ";
    const { stdout } = await tried("exec", "--user", "postgres", name, "sh", "-c", facts);
    assert.match(stdout, /^999\n999:700\nUid:\t999\t999\t999\t999\n0$/);

    await sql("insert into item values (10)");
    await docker("restart", name);
    await answers();
    assert.equal((await sql("select sum(id) from item")).stdout, "13");
  });

  it("refuses to start without a password, and with two", async () => {
    await start();
    await docker("wait", name);
    assert.match(await logs(), /no superuser password: set POSTGRES_PASSWORD, or POSTGRES_PASSWORD_FILE/);
    await docker("rm", name);
    await start(...options(), "--env", "POSTGRES_PASSWORD=other");
    assert.equal((await docker("wait", name)).stdout, "1");
    assert.match(await logs(), /both POSTGRES_PASSWORD and POSTGRES_PASSWORD_FILE are set/);
  });

  it("answers no client before it is initialised, and begins again when killed in between", async () => {
    script("1.sql", "create table item (id int); select pg_sleep(600);");
    await start(...options());
    await until("reached the script", async () => (await logs()).includes("1.sql"));
    assert.equal((await tried("exec", name, "pg_isready")).exitCode, 2, "no socket where clients look");
    assert.match((await sql("select 1")).stderr, /refused/);
    await docker("kill", name);
    script("1.sql", "create table item (id int);");
    await docker("start", name);
    await answers();
    assert.equal((await sql("select count(*) from item")).stdout, "0");
    assert.equal(
      (
        await tried("exec", "--user", "postgres", name, "ls", "-A", "/var/lib/postgresql/data")
      ).stdout.includes(".init"),
      false,
    );
  });

  it("finishes when it was killed while the finished data was moved into place", async () => {
    await start(...options());
    await answers();
    await docker("stop", name);
    // The state between two renames: everything of the database again in its place of work, but one folder.
    const undo =
      "cd /d && mkdir .initialising && for f in *; do [ $f = base ] || mv $f .initialising/; done; touch .initialising/.complete";
    await docker(
      "run",
      "--rm",
      "--user",
      "999",
      "--entrypoint",
      "sh",
      "--volume",
      `${name}:/d`,
      image,
      "-c",
      undo,
    );
    await docker("start", name);
    await answers();
  });

  it("leaves nothing that looks like a database when a script fails", async () => {
    script("1.sql", "create table item (id int);\nselect oops;");
    await start(...options());
    assert.notEqual((await docker("wait", name)).stdout, "0");
    assert.match(await logs(), /1\.sql:2: ERROR: {2}column "oops" does not exist/);
    const list = [
      "run",
      "--rm",
      "--user",
      "999",
      "--entrypoint",
      "ls",
      "--volume",
      `${name}:/d`,
      image,
      "-A",
      "/d",
    ];
    assert.equal((await docker(...list)).stdout, ".initialising");
  });

  it("does not touch a volume that holds something else", async () => {
    const write = [
      "run",
      "--rm",
      "--entrypoint",
      "sh",
      "--volume",
      `${name}:/d`,
      image,
      "-c",
      "echo mine >/d/precious",
    ];
    await docker(...write);
    await start(...options());
    assert.equal((await docker("wait", name)).stdout, "1");
    assert.match(await logs(), /holds .*\/precious but no database \(no PG_VERSION\)/);
    const read = ["run", "--rm", "--entrypoint", "cat", "--volume", `${name}:/d`, image, "/d/precious"];
    assert.equal((await docker(...read)).stdout, "mine");
  });
});
