import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";
import { npm } from "../support/npm";
import { freePort, TestProject } from "../support/project";

const images = { postgres: "local/postgres:17", mariadb: "local/mariadb:11.8" };

/** A user's own program: two databases side by side, from exported components only. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { Host, Image, MySql, Postgres } from "pulumi-web-systems";

const config = new pulumi.Config();
const host = new Host("host", {
  system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: "unix:///var/run/docker.sock",
});
const image = (name: string) => new Image(name + "-image", { host, name: config.require(name) }).id;
const common = {
  host, database: "order_system", memory: 512, cpus: 1, timeZone: "Asia/Shanghai",
  protect: config.getBoolean("protect") ?? false,
};
const postgres = new Postgres("pg", {
  ...common, image: image("postgres"), extensions: ["pg_stat_statements"], shmSize: 96,
  settings: { max_connections: 40, ...config.getObject<Record<string, string>>("settings") },
});
const mariadb = new MySql("maria", {
  ...common, cpus: 0.75, engine: "mariadb", image: image("mariadb"), collation: "utf8mb4_unicode_ci",
  settings: { max_connections: 40 },
  localPort: config.getNumber("localPort"),
});
export const urls = [postgres.url, mariadb.url];
export const owners = [postgres.ownerClient, mariadb.ownerClient];
`;

/** Both engines with the real CLI on a real Docker engine. The tests follow one another. */
describe("docker: databases of two engines", function () {
  this.timeout(300_000);
  let project: TestProject;
  let urls: [string, string];
  let owners: [string, string];
  const name = (database: "pg" | "maria") => `proxy-system-${project.stack}-${database}`;
  const docker = (...args: string[]) => run("docker", args, { reject: false });
  const fake: string[] = [];

  before(async () => {
    await ensureBaseImages(() => undefined, { names: Object.values(images) });
    project = await TestProject.create({ ...images, localPort: await freePort() }, program);
  });
  after(async () => {
    await project?.remove();
    for (const image of fake) await docker("image", "rm", "--force", image);
  });

  async function up(expected = 0): Promise<string> {
    project.writeStackFile();
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode === 0, expected === 0, stdout + stderr);
    return stdout + stderr;
  }
  /** As the migrations do: the owner's client inside the container. */
  async function asOwner(database: "pg" | "maria", sql: string): Promise<string> {
    const client = owners[database === "pg" ? 0 : 1];
    const args = ["exec", "--interactive", name(database), "sh", "-c", client];
    const { stdout, stderr, exitCode } = await run("docker", args, { reject: false, input: sql });
    return exitCode === 0 ? stdout : `refused: ${stderr}`;
  }
  /** As a service does: from another container of the stack's network, with the password of the connection string. */
  async function asApp(database: "pg" | "maria", sql: string, user?: string): Promise<string> {
    const url = new URL(urls[database === "pg" ? 0 : 1]);
    const client =
      database === "pg"
        ? ["psql", "-h", url.hostname, "-U", user ?? url.username, "-d", "order_system", "-Atc", sql]
        : ["mariadb", "-h", url.hostname, "-u", user ?? url.username, "-D", "order_system", "-Nse", sql];
    const password = ["--env", `PGPASSWORD=${url.password}`, "--env", `MYSQL_PWD=${url.password}`];
    const network = ["--network", `proxy-system-${project.stack}-database`];
    const image = database === "pg" ? images.postgres : images.mariadb;
    const { stdout, stderr, exitCode } = await docker(
      ...["run", "--rm", ...network, ...password, "--entrypoint", client[0] ?? "", image, ...client.slice(1)],
    );
    return exitCode === 0 ? stdout : `refused: ${stderr}`;
  }
  const inspect = async (database: "pg" | "maria", format: string) =>
    (await docker("inspect", "--format", format, name(database))).stdout;

  it("come up together, and the application is let in by its connection string", async () => {
    await up();
    const { stdout } = await project.cli(
      "stack",
      "output",
      "--json",
      "--show-secrets",
      "--stack",
      project.stack,
    );
    ({ urls, owners } = JSON.parse(stdout) as { urls: typeof urls; owners: typeof owners });
    assert.equal(await asApp("pg", "select current_user"), "order_system_app");
    assert.equal(await asApp("maria", "select current_user()"), "order_system_app@%");
  });

  for (const database of ["pg", "maria"] as const) {
    it(`${database}: the owner changes the schema, the application only its rows`, async () => {
      assert.doesNotMatch(
        await asOwner(database, "CREATE TABLE item (id int primary key, name varchar(20));"),
        /refused/,
      );
      assert.doesNotMatch(await asApp(database, "insert into item values (1, '订单')"), /refused/);
      assert.equal(await asApp(database, "select name from item"), "订单");
      assert.match(await asApp(database, "create table other (id int)"), /refused: .*denied/s);
      assert.match(await asApp(database, "drop table item"), /refused: .*(denied|must be owner)/s);
    });

    it(`${database}: its server cannot be reached as administrator over the network`, async () => {
      for (const user of database === "pg"
        ? ["postgres", "order_system_owner"]
        : ["root", "mysql", "order_system_owner"])
        assert.match(
          await asApp(database, "select 1", user),
          /refused: .*(Access denied|authentication failed|not allowed)/s,
        );
    });

    it(`${database}: has its limits, few rights, and stops in 60 s`, async () => {
      const { stdout } = await docker("inspect", name(database));
      const [{ HostConfig: host, Config: config }] = JSON.parse(stdout) as [
        { HostConfig: Record<string, unknown>; Config: Record<string, unknown> },
      ];
      assert.equal(host["Memory"], 512 * 1024 ** 2);
      assert.equal(host["NanoCpus"], database === "pg" ? 1e9 : 0.75e9);
      assert.equal(host["ShmSize"], (database === "pg" ? 96 : 64) * 1024 ** 2);
      assert.equal(host["ReadonlyRootfs"], true);
      assert.deepEqual(host["CapDrop"], ["ALL"]);
      assert.equal(config["StopTimeout"], 60);
      for (let tries = 0; tries < 60; tries++) {
        if ((await inspect(database, "{{.State.Health.Status}}")) === "healthy") return;
        await new Promise((done) => setTimeout(done, 500));
      }
      assert.fail(await inspect(database, "{{json .State.Health}}"));
    });
  }

  it("have character set, time zone and settings in force, and the extension in the database", async () => {
    assert.equal(
      await asApp(
        "pg",
        "select current_setting('server_encoding'), current_setting('timezone'), current_setting('max_connections'), to_char(timestamptz '2026-01-01 00:00Z', 'HH24'), extname from pg_extension where extname = 'pg_stat_statements'",
      ),
      "UTF8|Asia/Shanghai|40|08|pg_stat_statements",
    );
    assert.match(await asApp("pg", "select count(*) > 0 from pg_stat_statements"), /^t$/);
    assert.equal(
      await asApp(
        "maria",
        "select @@character_set_database, @@collation_database, @@max_connections, hour(from_unixtime(1767225600))",
      ),
      "utf8mb4\tutf8mb4_unicode_ci\t40\t8",
    );
  });

  it("publish no port but the one asked for, on 127.0.0.1", async () => {
    const ports =
      "{{range $port, $bound := .NetworkSettings.Ports}}{{range $bound}}{{.HostIp}} {{end}}{{end}}";
    assert.equal(await inspect("pg", ports), "");
    assert.equal(await inspect("maria", ports), "127.0.0.1 ");
  });

  it("show no password in docker inspect, labels or the plain state", async () => {
    const { stdout: inspected } = await docker("inspect", name("pg"), name("maria"));
    const { stdout: state } = await project.cli("stack", "export", "--stack", project.stack);
    for (const url of urls) {
      const { password } = new URL(url);
      assert.equal(password.length, 32);
      assert.ok(!inspected.includes(password) && !state.includes(password));
    }
  });

  it("have nothing to do when nothing was edited", async () => assert.deepEqual(await project.changes(), []));

  it("keep the data over a restart", async () => {
    await docker("restart", "--time", "60", name("pg"), name("maria"));
    for (const database of ["pg", "maria"] as const) {
      let found = "";
      for (let tries = 0; tries < 100 && found !== "订单"; tries++) {
        found = await asApp(database, "select name from item");
        await new Promise((done) => setTimeout(done, 200));
      }
      assert.equal(found, "订单");
    }
  });

  /** An image that is another major version for all that the guard can know without starting it. */
  async function otherMajor(image: string, variable: string): Promise<string> {
    const tag = `${project.stack}-${fake.length}:1`;
    fake.push(tag);
    const build = ["build", "--quiet", "--tag", tag, "-"];
    await run("docker", build, { input: `FROM ${image}\nENV ${variable}\n`, env: { DOCKER_BUILDKIT: "0" } });
    return tag;
  }

  for (const [database, setting, variable, expected] of [
    [
      "pg",
      "postgres",
      "PG_MAJOR=16",
      /holds data of PostgreSQL 17; the image is PostgreSQL 16.*only a backup that it took can be restored/s,
    ],
    [
      "maria",
      "mariadb",
      "MARIADB_VERSION=1:11.4.2+x",
      /holds data of MariaDB 11\.8; the image is MariaDB 11\.4/,
    ],
    [
      "pg",
      "postgres",
      "PG_MAJOR=18",
      /is PostgreSQL 18, which this component does not support. It supports: 15 16 17/,
    ],
  ] as const)
    it(`${database}: ${variable} is refused, while the old one answers`, async () => {
      const id = await inspect(database, "{{.Id}}");
      project.settings[setting] = await otherMajor(images[setting], variable);
      const output = await up(1);
      assert.match(output, expected);
      assert.match(output, /Nothing was changed: what served before still serves/);
      assert.equal(await inspect(database, "{{.Id}} {{.State.Running}}"), `${id} true`);
      assert.equal(await asApp(database, "select name from item"), "订单");
      project.settings[setting] = images[setting];
    });

  for (const [does, settings, expected] of [
    ["cannot start with", { ssl: "on" }, /does not start with .*server certificate.*Nothing was changed/s],
    ["does not know", { max_conections: "50" }, /rejects its .*"max_conections".*Nothing was changed/s],
  ] as const)
    it(`a setting that the server ${does} is refused, while the old one answers`, async () => {
      const id = await inspect("pg", "{{.Id}}");
      project.settings["settings"] = settings;
      assert.match(await up(1), expected);
      assert.equal(await inspect("pg", "{{.Id}} {{.State.Running}}"), `${id} true`);
      delete project.settings["settings"];
    });

  for (const [database, dump] of [
    ["pg", "pg_dump -U postgres order_system"],
    ["maria", "mariadb-dump -u mysql order_system"],
  ] as const)
    it(`${database}: npm run import refuses a database that has tables, and loads a dump beside it`, async () => {
      const file = join(project.folder, `${database}.sql`);
      const { stdout } = await docker("exec", name(database), "sh", "-c", dump);
      writeFileSync(file, `${stdout}\n`);
      const words = [file, "--database", database];
      const refused = await npm(project, "import", words);
      assert.match(refused.output, /order_system is not empty: it has .*item.*Nothing was changed/s);
      const { output } = await npm(project, "import", [...words, "--beside"]);
      assert.match(output, /owned by order_system_owner; order_system_app can work with them/);
      assert.match(output, /npm run restore -- --back \S+/);
      // Also one of an import that was killed is named somewhere, with the command that deletes it.
      const listed = await npm(project, "backups", ["--database", database]);
      assert.match(
        listed.output,
        /Database order_system_import_\w+, .*: imported beside.*\n +To replace order_system with it: npm run restore -- --back .*\n +To delete it.* drop/,
      );
    });

  it("protected: destroy is refused and leaves them running, a changed setting is not", async () => {
    project.settings["protect"] = true;
    project.settings["settings"] = { work_mem: "5MB" };
    await up();
    assert.equal(await asApp("pg", "show work_mem"), "5MB");
    assert.equal(await asApp("pg", "select name from item"), "订单");
    const { exitCode, stdout, stderr } = await project.cli(
      ...["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", project.stack],
    );
    assert.notEqual(exitCode, 0);
    assert.match(stdout + stderr, /protect/);
    for (const database of ["pg", "maria"] as const)
      assert.equal(await asApp(database, "select name from item"), "订单");
    project.settings["protect"] = false;
    await up();
  });

  it("leave their volumes when the stack is destroyed, and nothing else", async () => {
    const { exitCode, stdout, stderr } = await project.cli(
      ...["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", project.stack],
    );
    assert.equal(exitCode, 0, stdout + stderr);
    assert.deepEqual(await project.onEngine("container"), []);
    assert.deepEqual(await project.onEngine("volume"), [
      ...[name("maria"), `${name("maria")}-backups`],
      ...[name("pg"), `${name("pg")}-backups`],
    ]);
  });
});
