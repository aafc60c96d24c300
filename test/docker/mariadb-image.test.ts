import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";

const image = "local/mariadb:11.8";
const name = `pws-test-mariadb-${process.pid}`;
const docker = (...args: string[]) => run("docker", args);
const tried = (...args: string[]) => run("docker", args, { reject: false });

/** As a careful stack runs it: nothing writable but the data and two small tmpfs. */
const readOnly = ["--read-only", "--tmpfs", "/tmp", "--tmpfs", "/run/mysqld", "--cap-drop", "ALL"];
const asRoot = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETUID", "SETGID"].flatMap((each) => ["--cap-add", each]);

describe("the image local/mariadb:11.8", function () {
  this.timeout(120_000);
  let folder: string;

  const start = (...options: string[]) =>
    docker(
      ...["run", "--detach", "--name", name, "--volume", `${name}:/var/lib/mysql`],
      ...[...readOnly, "--security-opt", "no-new-privileges", ...options, image],
    );
  /** As a client on the network does: with the password, on the container's own address. */
  const sql = (query: string, user = "owner", password = "s3cret' \"pw\\") => {
    const client = `mariadb -h "$(hostname -i)" -u ${user} -Nse "$1"`;
    return tried("exec", "--env", `MYSQL_PWD=${password}`, name, "sh", "-c", client, "sh", query);
  };
  const logs = async () => {
    const { stdout, stderr } = await tried("logs", name);
    return stdout + stderr;
  };
  const until = async (what: string, check: () => Promise<boolean>) => {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) if (await check()) return;
    assert.fail(`never ${what}: ${await logs()}`);
  };
  const answers = () => until("answered", async () => (await sql("select 1")).stdout === "1");
  const script = (file: string, content: string) => writeFileSync(join(folder, "init", file), content);
  const randomRoot = ["--env", "MARIADB_ROOT_PASSWORD_FILE=/proc/sys/kernel/random/uuid"];
  const options = (root = randomRoot) => [
    ...["--env", "MARIADB_PASSWORD_FILE=/run/pw", "--volume", `${folder}/pw:/run/pw:ro`],
    ...["--env", "MARIADB_USER=owner", "--env", "MYSQL_DATABASE=app_1"],
    ...root,
    ...["--volume", `${folder}/init:/docker-entrypoint-initdb.d:ro`],
  ];
  const listed = async () =>
    (
      await docker(
        ...[
          "run",
          "--rm",
          "--user",
          "mysql",
          "--entrypoint",
          "ls",
          "--volume",
          `${name}:/d`,
          image,
          "-A",
          "/d",
        ],
      )
    ).stdout;

  before(async function () {
    this.timeout(600_000);
    await ensureBaseImages(() => undefined, { names: [image] });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pws-test-mariadb-"));
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, "init"));
    // Readable by the container's user, who reads it when it runs as that user from the start.
    writeFileSync(join(folder, "pw"), "s3cret' \"pw\\\n", { mode: 0o444 });
  });
  afterEach(async () => {
    await tried("rm", "--force", "--volumes", name);
    await tried("volume", "rm", "--force", name);
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [how, more] of [
    ["as root, who becomes mysql", asRoot],
    ["as mysql from the start, without any capability", ["--user", "mysql"]],
  ] as const)
    it(`makes database, user and password, runs the scripts once, keeps the data: ${how}`, async () => {
      script("1.sql", "create table item (id int); insert into item values (1);");
      script("2.sh", 'mariadb -u root "$MARIADB_DATABASE" -e "insert into item values (2)"');
      await start(...options(), ...more);
      await answers();
      assert.equal((await sql("select sum(id) from app_1.item")).stdout, "3");
      assert.equal((await sql("select @@character_set_database from dual")).stdout, "utf8mb4");
      assert.match((await sql("select 1", "owner", "wrong")).stderr, /Access denied/);
      assert.match((await sql("create database app21")).stderr, /Access denied/);
      assert.equal(
        (await sql("select convert_tz('2026-01-01', 'UTC', 'Asia/Shanghai') is null")).stdout,
        "0",
      );
      const facts =
        "id -u mysql; stat -c %u /var/lib/mysql; grep ^Uid /proc/1/status; tr '\\0' '\\n' </proc/1/environ | grep -c s3cret";
      const { stdout } = await tried("exec", "--user", "mysql", name, "sh", "-c", facts);
      assert.match(stdout, /^999\n999\nUid:\t999\t999\t999\t999\n0$/);

      await sql("insert into app_1.item values (10)");
      await docker("restart", name);
      await answers();
      assert.equal((await sql("select sum(id) from app_1.item")).stdout, "13");
      assert.match(await listed(), /^(mariadb|mysql)_upgrade_info$/m);
    });

  it("lets root in from everywhere, or from the container only, as asked", async () => {
    await start(...options(["--env", "MYSQL_ROOT_PASSWORD=root-pw"]), ...asRoot);
    await answers();
    assert.equal((await sql("select 1", "root", "root-pw")).stdout, "1");
    assert.notEqual((await sql("select 1", "root", "")).exitCode, 0);
    await docker("rm", "--force", name);
    await docker("volume", "rm", name);
    await start(...options(), ...asRoot, "--env", "MARIADB_ROOT_HOST=localhost");
    await answers();
    assert.match((await sql("select 1", "root", "x")).stderr, /Access denied|not allowed/);
  });

  it("prints a random root password only when that is asked for, and it works", async () => {
    await start(...asRoot, "--env", "MARIADB_RANDOM_ROOT_PASSWORD=1");
    await until("initialised", async () => (await logs()).includes("the database is initialised"));
    const password = /GENERATED ROOT PASSWORD: (\S+)/.exec(await logs())?.[1] ?? "";
    await until("answered", async () => (await sql("select 1", "root", password)).stdout === "1");
  });

  it("refuses to start without a password, and with two", async () => {
    await start(...asRoot);
    assert.equal((await docker("wait", name)).stdout, "1");
    assert.match(await logs(), /no root password: set MARIADB_ROOT_PASSWORD, or MARIADB_ROOT_PASSWORD_FILE/);
    await docker("rm", name);
    await start(...options(), ...asRoot, "--env", "MARIADB_PASSWORD=other");
    assert.equal((await docker("wait", name)).stdout, "1");
    assert.match(await logs(), /both MARIADB_PASSWORD and MARIADB_PASSWORD_FILE are set/);
  });

  it("answers no client before it is initialised, and begins again when killed in between", async () => {
    script("1.sql", "create table item (id int); do sleep(600);");
    await start(...options(), ...asRoot);
    await until("reached the script", async () => (await logs()).includes("1.sql"));
    assert.match((await tried("exec", name, "mariadb", "-e", "select 1")).stderr, /Can't connect/);
    assert.match((await sql("select 1")).stderr, /Can't connect/);
    await docker("kill", name);
    script("1.sql", "create table item (id int);");
    await docker("start", name);
    await answers();
    assert.equal((await sql("select count(*) from app_1.item")).stdout, "0");
    assert.ok(!(await listed()).includes(".init"));
  });

  it("finishes when it was killed while the finished data was moved into place", async () => {
    await start(...options(), ...asRoot);
    await answers();
    await docker("stop", name);
    // The state between two renames: some of the database in place, the rest and the folder mysql not yet.
    const undo =
      "cd /d && mkdir .initialising && for f in *; do [ $f = ibdata1 ] || mv $f .initialising/; done; touch .initialising/.complete";
    const inside = ["run", "--rm", "--user", "999", "--entrypoint", "sh", "--volume", `${name}:/d`, image];
    await docker(...inside, "-c", undo);
    await docker("start", name);
    await answers();
  });

  it("leaves nothing that looks like a database when a script fails", async () => {
    script("1.sql", "create table item (id int);\nselect oops;");
    await start(...options(), ...asRoot);
    assert.notEqual((await docker("wait", name)).stdout, "0");
    assert.match(await logs(), /ERROR 1054 .* at line 2: Unknown column 'oops'/);
    assert.equal(await listed(), ".initialising");
  });

  it("does not touch a volume that holds something else", async () => {
    const inside = ["run", "--rm", "--volume", `${name}:/d`, "--entrypoint"];
    await docker(...inside, "sh", image, "-c", "echo mine >/d/precious");
    await start(...options(), ...asRoot);
    assert.equal((await docker("wait", name)).stdout, "1");
    assert.match(await logs(), /holds .*\/precious but no database \(no folder mysql\)/);
    assert.equal((await docker(...inside, "cat", image, "/d/precious")).stdout, "mine");
  });
});
