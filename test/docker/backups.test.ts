import assert from "node:assert/strict";
import { ensureBaseImages } from "../../toolchain/images";
import { run, type RunOptions } from "../../toolchain/run";
import { TestProject } from "../support/project";

const images = { pg: "local/postgres:17", maria: "local/mariadb:11.8" };
type Name = keyof typeof images;
const names: Name[] = ["pg", "maria"];
const folder = "/var/backups/database";

/** Two databases and their backups, from exported components only. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { Backups } from "./components/backup/backups";
import { MySql } from "./components/database/mysql";
import { Postgres } from "./components/database/postgres";
import { Host } from "./components/host";
import { Image } from "./components/image";

const config = new pulumi.Config();
const host = new Host("host", {
  system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: "unix:///var/run/docker.sock",
});
const image = (name: string) => new Image(name + "-image", { host, name: config.require(name) }).id;
const common = { host, database: "order_system", memory: 512, protect: false };
const pg = new Postgres("pg", { ...common, image: image("pg"), extensions: ["pg_stat_statements"] });
const maria = new MySql("maria", { ...common, engine: "mariadb", image: image("maria") });
const schedule = { everyMinutes: config.requireNumber("everyMinutes") };
const timing = { schedule, retryMinutes: 0.05, maxAgeMinutes: config.requireNumber("maxAgeMinutes") };
const backups = [
  new Backups("pg-backups", { database: pg, ...timing }),
  new Backups("maria-backups", { database: maria, ...timing }),
];
export const commands = backups.map(({ command }) => command);
export const containers = backups.map((each) => each.containers[0]);
export const owners = [pg.ownerClient, maria.ownerClient];
`;

/** What the owner makes: names and rows that a careless reader of a dump would stumble over, views, a routine, a trigger. */
const tables = {
  pg: String.raw`
CREATE TABLE item (id int PRIMARY KEY, name text);
INSERT INTO item SELECT g, E'订单 \\ tab\t line\n x' || g FROM generate_series(1, 1000) g;
CREATE TABLE "奇 怪" (id serial PRIMARY KEY, "q""uote" text);
INSERT INTO "奇 怪" ("q""uote") VALUES ('a'), (E'\n\\.\n');
CREATE TABLE leer ();
CREATE FUNCTION trick() RETURNS text LANGUAGE sql AS $$ SELECT '
COPY public.item (id, name) FROM stdin;
1	2
\.
' $$;
CREATE VIEW many AS SELECT count(*) FROM item;
CREATE SCHEMA migrations;
CREATE TABLE migrations.ledger (ordinal int, name text PRIMARY KEY, state text);
INSERT INTO migrations.ledger VALUES (1, 'create_item.sql', 'applied'), (2, 'create_odd.sql', 'applied');
`,
  maria: String.raw`
CREATE TABLE item (id int PRIMARY KEY, name text);
INSERT INTO item SELECT seq, CONCAT('订单 ''),(\\ "x" \t \n (', seq) FROM seq_1_to_1000;
CREATE TABLE ${"`奇 怪`"} (id int AUTO_INCREMENT PRIMARY KEY, ${"`q``uote`"} text, picture blob);
INSERT INTO ${"`奇 怪` (`q``uote`"}, picture) VALUES ('a', x'00ff27'), (NULL, NULL);
CREATE TABLE leer (id int);
CREATE TABLE child (id int PRIMARY KEY, item int, FOREIGN KEY (item) REFERENCES item (id));
INSERT INTO child VALUES (1, 1);
CREATE VIEW many AS SELECT count(*) AS rows_ FROM item;
CREATE TABLE migrations_ledger (ordinal int, name varchar(190) PRIMARY KEY, state varchar(20));
INSERT INTO migrations_ledger VALUES (1, 'create_item.sql', 'applied'), (2, 'create_odd.sql', 'applied');
DELIMITER //
CREATE PROCEDURE trick() BEGIN
INSERT INTO item VALUES
(999999,'x'),
(999998,'y');
END //
CREATE TRIGGER louder BEFORE INSERT ON item FOR EACH ROW BEGIN SET NEW.name = CONCAT(NEW.name, '!'); END //
DELIMITER ;
`,
};
const expected = {
  pg: { "migrations.ledger": 2, 'public."奇 怪"': 2, "public.item": 1000, "public.leer": 0 },
  maria: { child: 1, item: 1000, migrations_ledger: 2, leer: 0, "奇 怪": 2 },
};

interface Manifest {
  id: string;
  file: string;
  tables: Record<string, number>;
  [field: string]: unknown;
}

/** Real servers of both engines. The tests follow one another. */
describe("docker: backups of two engines", function () {
  this.timeout(240_000);
  let project: TestProject;
  let outputs: { commands: string[]; containers: string[]; owners: string[] };
  const at = (name: Name) => names.indexOf(name);
  const container = (name: Name) => `proxy-system-${project.stack}-${name}`;
  const schedule = (name: Name) => outputs.containers[at(name)] ?? "";
  const docker = (args: string[], options: RunOptions = {}) =>
    run("docker", args, { reject: false, ...options });
  const user = { pg: "postgres", maria: "mysql" };

  /** A shell command inside the database's container, as the server's user. */
  const inside = (name: Name, command: string, ...options: string[]) =>
    docker(["exec", "--user", user[name], ...options, container(name), "sh", "-c", command]);
  const admin = {
    pg: "psql -X -q -At -U postgres -d order_system",
    maria: "mariadb -u mysql -N order_system",
  };
  const sql = async (name: Name, text: string, client = admin[name]) => {
    const exec = ["exec", "--interactive", container(name), "sh", "-c", client];
    const { stdout, stderr, exitCode } = await docker(exec, { input: text });
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };
  /** As a migration does before it runs. */
  const backUp = (name: Name, ...options: string[]) =>
    docker(["exec", ...options, container(name), "sh", "-c", outputs.commands[at(name)] ?? ""]);
  const list = async (name: Name) => (await inside(name, `ls -A ${folder}`)).stdout.split("\n").sort();
  const manifest = async (name: Name, id: string) =>
    JSON.parse((await inside(name, `cat ${folder}/${id}.json`)).stdout) as Manifest;

  before(async () => {
    await ensureBaseImages(() => undefined, { names: Object.values(images) });
    project = await TestProject.create({ ...images, everyMinutes: 1440, maxAgeMinutes: 1500 }, program);
    const { exitCode, stdout, stderr } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    const output = await project.cli("stack", "output", "--json", "--show-secrets", "--stack", project.stack);
    outputs = JSON.parse(output.stdout) as typeof outputs;
  });
  after(() => project?.remove());

  for (const name of names) {
    it(`${name}: the schedule took the first one before its container counted as ready, and proved it`, async () => {
      const { stdout } = await docker(["logs", schedule(name)]);
      assert.match(stdout, /took backup \d{8}-\d{6}-[0-9a-f]{4}/);
    });

    it(`${name}: one on request is read to its end, and its manifest says what is in it`, async () => {
      await sql(name, tables[name], outputs.owners[at(name)]);
      const options = ["--env", 'REASON=before "this"', "--env", "RELEASE=r7"];
      const { stdout, stderr, exitCode } = await backUp(name, ...options);
      assert.equal(exitCode, 0, stderr);
      const id = stdout.split("\n").at(-1) ?? "";
      const found = await manifest(name, id);
      assert.deepEqual(found.tables, expected[name]);
      const { engine, reason, release, migrationHead, verifiedAt, pinned, database } = found;
      assert.deepEqual(
        { engine, reason, release, migrationHead, verifiedAt, pinned, database },
        {
          engine: name === "pg" ? "PostgreSQL" : "MariaDB",
          reason: 'before "this"',
          release: "r7",
          migrationHead: "2 create_odd.sql",
          verifiedAt: null,
          pinned: false,
          database: "order_system",
        },
      );
      const { stdout: facts } = await inside(
        name,
        `cd ${folder} && stat -c '%a %U %s' ${found.file} && stat -c '%a %U' ${id}.json && sha256sum ${found.file}`,
      );
      assert.match(
        facts,
        new RegExp(
          `^600 ${user[name]} ${String(found["bytes"])}\n600 ${user[name]}\n${String(found["sha256"])} `,
        ),
      );
    });
  }
});
