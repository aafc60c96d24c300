import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";
import { TestProject } from "../support/project";

const images = { postgres: "local/postgres:17", mariadb: "local/mariadb:11.8" };

/** Two databases with files of different order, seeds, and a framework's own command; from exported components only. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { FrameworkMigration, Host, Image, Migration, MySql, Postgres, Seed } from "pulumi-web-systems";

const config = new pulumi.Config();
const host = new Host("host", {
  system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: "unix:///var/run/docker.sock",
});
const image = (name: string) => new Image(name + "-image", { host, name: config.require(name) });
const [postgres, mariadb] = [image("postgres"), image("mariadb")];
const common = { host, database: "shop", memory: 512, protect: false };
const pg = new Postgres("pg", { ...common, image: postgres.id });
const maria = new MySql("maria", { ...common, engine: "mariadb", image: mariadb.id });
const backup = { command: "echo made-by-$REASON", ready: [] };
const first = new Migration("pg-migration", { database: pg, folder: "migrations", backup });
const second = new Migration("maria-migration", { database: maria, folder: "prisma", lockWait: 5 });
const version = config.get("version") ?? "1";
new Seed("things", { database: pg, file: "seeds/things.sql", after: [first], every: [version] });
new FrameworkMigration("django", {
  database: pg, image: postgres.id, after: [first.done], backup,
  command: ["sh", "-c", config.get("django") ?? 'echo "to $STAGE"; psql "$DATABASE_URL" -Atc "select current_user"'],
  settings: { STAGE: "it's new" }, secrets: { DATABASE_URL: pg.url },
});
`;

/** Migrations through the real CLI, on real databases of both engines. The tests follow one another. */
describe("docker: migrations in a release", function () {
  this.timeout(120_000);
  let project: TestProject;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(project.folder, path)), { recursive: true });
    project.edit(path, () => text);
  };
  async function query(database: "pg" | "maria", sql: string): Promise<string> {
    const name = `proxy-system-${project.stack}-${database}`;
    const client =
      database === "pg" ? "psql -XAtq -U shop_owner -d shop -f -" : "mariadb -u mysql shop -N --batch";
    return (await run("docker", ["exec", "-i", name, "sh", "-c", client], { input: sql })).stdout.replaceAll(
      "\t",
      "|",
    );
  }
  async function command(what: "up" | "preview", expected = 0): Promise<string> {
    project.writeStackFile();
    const { stdout, stderr, exitCode } = await project[what]();
    assert.equal(exitCode === 0, expected === 0, stdout + stderr);
    assert.ok(!/^\s+at .*:\d+:\d+/m.test(stdout + stderr), `a stack trace: ${stdout}${stderr}`);
    return stdout + stderr;
  }

  /** `npm run migrate` in the project's folder. */
  async function migrate(...args: string[]): Promise<string> {
    const main = ["--import", "tsx", join(root, "toolchain", "main.ts"), "migrate", ...args];
    const env = { ...project.env, INIT_CWD: project.folder };
    const { stdout, stderr } = await run(process.execPath, [...main, "--stack", project.stack], {
      ...{ cwd: root, env, reject: false },
    });
    return stdout + stderr;
  }

  before(async function () {
    this.timeout(300_000);
    await ensureBaseImages(() => undefined, { names: Object.values(images) });
    project = await TestProject.create({ ...images }, program);
    write("migrations/order.txt", "订单\n");
    write("migrations/订单.sql", "CREATE TABLE 订单 (id int PRIMARY KEY, 名 text, 旧 text);\n");
    write(
      "prisma/20260101000000_init/migration.sql",
      "CREATE TABLE orders (id int PRIMARY KEY, note varchar(100));\n",
    );
    write(
      "seeds/things.sql",
      "WITH made AS (INSERT INTO 订单 VALUES (1, 'a'), (2, 'b') ON CONFLICT DO NOTHING RETURNING id)\nSELECT 'things', count(*), 2 - count(*), 2 FROM made;\n",
    );
  });
  after(async () => project?.remove());

  it("a preview before there is a database works, and warns of nothing", async () => {
    assert.doesNotMatch(await command("preview"), /Pending|before it runs|warning/);
  });

  it("apply on both engines, with a backup, a seed that says what it made, and a framework's command", async () => {
    const output = await command("up");
    assert.match(output, /applying 1 订单\.sql/);
    assert.match(output, /applying 1 20260101000000_init/);
    assert.match(output, /things: 2 created, 0 already there, 2 in total/);
    assert.match(output, /\| to it's new/);
    assert.match(output, /\| shop_app/);
    assert.equal(
      await query("pg", "SELECT ordinal, name ~ 'sh -c', state, backup FROM migrations.ledger ORDER BY 1;"),
      "0|t|applied|made-by-migration\n1|f|applied|made-by-migration",
    );
    assert.equal(
      await query("maria", "SELECT name, state FROM migrations_ledger;"),
      "20260101000000_init|applied",
    );
  });

  it("nothing pending: nothing is shown, and a preview says nothing of it", async () => {
    assert.deepEqual(await project.changes(), []);
    assert.doesNotMatch(await command("preview"), /Pending|before it runs|ledger/);
  });

  it("leave no container, no text of a file and no secret in the plain state", async () => {
    assert.deepEqual(await project.onEngine("container"), [
      `proxy-system-${project.stack}-maria`,
      `proxy-system-${project.stack}-pg`,
    ]);
    const { stdout: state } = await project.cli("stack", "export", "--stack", project.stack);
    assert.doesNotMatch(state, /CREATE TABLE/);
    const { stdout: shown } = await project.cli(
      "stack",
      "export",
      "--show-secrets",
      "--stack",
      project.stack,
    );
    const password = /postgresql:\/\/shop_app:(\w{32})@/.exec(shown)?.[1];
    assert.ok(password && !state.includes(password));
  });

  it("a preview names each pending file and what it may lose, lock or leave half-way", async () => {
    write("migrations/order.txt", "订单\ndrop\n");
    write("migrations/drop.sql", "ALTER TABLE 订单 DROP COLUMN 旧;\nCREATE INDEX i ON 订单 (id);\n");
    write(
      "prisma/20260102000000_two/migration.sql",
      "ALTER TABLE orders ADD a int;\nALTER TABLE orders MODIFY note varchar(10);\n",
    );
    write(
      "migrations/again.sql",
      "DROP TABLE IF EXISTS 订单;\nCREATE TABLE 订单 (id int);\nDO $$ BEGIN EXECUTE 'DROP TABLE 订单'; END $$;\n",
    );
    write("migrations/order.txt", "订单\ndrop\nagain\n");
    const output = await command("preview");
    rmSync(join(project.folder, "migrations/again.sql"));
    write("migrations/order.txt", "订单\ndrop\n");
    assert.match(output, /Pending in database shop: drop\.sql, again\.sql/);
    assert.match(
      output,
      /Migration again\.sql, before it runs:\s+line 1: DROP TABLE IF EXISTS 订单 loses its data\s+line 3: DO .* contains EXECUTE: what it does cannot be judged/,
    );
    assert.match(
      output,
      /Migration drop\.sql, before it runs:\s+line 1: ALTER TABLE 订单 DROP COLUMN 旧 loses the column's data/,
    );
    assert.match(output, /line 2: CREATE INDEX i ON 订单 \(id\) blocks writes until it is built/);
    assert.match(
      output,
      /Migration 20260102000000_two, before it runs:\s+line 2: .* may truncate or reject values.*\s+its 2 statements cannot be rolled back/,
    );
    assert.equal(output.split("Diagnostics:")[1]?.match(/Migration drop\.sql, before it runs/g)?.length, 1);
    assert.equal(await query("pg", "SELECT count(*) FROM migrations.ledger;"), "2");
  });

  it("a preview refuses an edited and a missing file, named with the remedy", async () => {
    write("migrations/订单.sql", "CREATE TABLE 订单 (id bigint);\n");
    assert.match(
      await command("preview", 1),
      /do not match the ledger of database shop; nothing was changed\.\s+订单\.sql was changed after it was applied on .*restore its old text/,
    );
    write("migrations/订单.sql", "CREATE TABLE 订单 (id int PRIMARY KEY, 名 text, 旧 text);\n");
    write(
      "prisma/20260102000000_two/migration.sql",
      "ALTER TABLE orders ADD a int;\nALTER TABLE orders ADD nope nope;\n",
    );
  });

  it("a failure on MariaDB fails the update with its message; the next preview refuses, naming the way on", async () => {
    const output = await command("up", 1);
    assert.match(output, /Migration 20260102000000_two stopped half-way on database shop/);
    assert.match(output, /20260102000000_two line 2: Unknown data type: 'nope'/);
    assert.match(
      await command("preview", 1),
      /20260102000000_two was started on .*Ran, and stays: 1 of its statements/s,
    );
  });

  it("seeds run again when the release is new, and when a migration is; then nothing more is shown", async () => {
    await query("maria", "ALTER TABLE orders DROP a;");
    const name = "20260102000000_two";
    const of = ["--migration", "maria-migration"];
    assert.match(await migrate("status"), /Which migrations\? The stack has: .*fix: add --migration NAME/s);
    assert.match(
      await migrate("status", ...of),
      /2 +20260102000000_two +started .*npm run migrate -- resolve/s,
    );
    assert.match(await migrate("resolve", name, ...of), /usage: .*--applied\|--rolled-back/);
    assert.match(
      await migrate("plan", ...of),
      /were refused; none was run\..*20260102000000_two was started/s,
    );
    assert.match(
      await migrate("resolve", name, "--rolled-back", ...of),
      /The next 'pulumi up' runs it again/,
    );
    assert.match(
      await migrate("plan", ...of),
      /2 20260102000000_two: 2 statements\n {2}warning: its 2 statements cannot be rolled back/,
    );
    write("prisma/20260102000000_two/migration.sql", "ALTER TABLE orders ADD a int;\n");
    project.settings["version"] = "2";
    assert.match(await command("up"), /things: 0 created, 2 already there, 2 in total/);
    assert.deepEqual(await project.changes(), []);
  });

  it("a database that lacks what was applied, as after restoring an older backup, fails the update by name", async () => {
    await query("maria", "DELETE FROM migrations_ledger WHERE ordinal = 2; ALTER TABLE orders DROP a;");
    assert.match(
      await command("up", 1),
      /Database shop no longer has 20260102000000_two, which this stack applied:.*npm run migrate -- apply/s,
    );
  });

  it("a framework's command that fails shows its lines, and leaves no container", async () => {
    const of = ["--migration", "maria-migration"];
    assert.match(await migrate("apply", ...of), /applying 2 20260102000000_two\nmigrations complete: 2/);
    assert.match(await migrate("verify", ...of), /matches its 2 files/);
    project.settings["django"] = "echo 'no such column'; exit 3";
    const output = await command("up", 1);
    assert.match(
      output,
      /sh -c echo 'no such column'; exit 3 failed on database shop\. Its last lines:\s+\| no such column\s+\| It ended with exit code 3/,
    );
    assert.equal((await project.onEngine("container")).length, 2);
  });
});
