import assert from "node:assert/strict";
import { ensureBaseImages } from "../../toolchain/images";
import { run, type RunOptions } from "../../toolchain/run";
import { root } from "../support/program";
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
import { Service } from "./components/service/service";

const config = new pulumi.Config();
const host = new Host("host", {
  system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: "unix:///var/run/docker.sock",
});
const image = (name: string) => new Image(name + "-image", { host, name: config.require(name) }).id;
const common = { host, database: "order_system", memory: 512, protect: false };
const pg = new Postgres("pg", { ...common, image: image("pg"), extensions: ["pg_stat_statements"] });
const maria = new MySql("maria", { ...common, engine: "mariadb", image: image("maria") });
const service = new Service("app", {
  host, image: pg.image, user: "postgres", command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1 & wait; done"], databases: [pg, maria],
  health: { command: "true" }, memory: 32,
});
const schedule = { everyMinutes: config.requireNumber("everyMinutes") };
const timing = { schedule, retryMinutes: 0.05, maxAgeMinutes: config.requireNumber("maxAgeMinutes") };
const backups = [
  new Backups("pg-backups", { database: pg, ...timing }),
  new Backups("maria-backups", { database: maria, ...timing }),
];
export const commands = backups.map(({ command }) => command);
export const app = service.addresses[0];
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
  let outputs: { commands: string[]; containers: string[]; owners: string[]; app: string };
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

  /** A command of operations/, as npm runs it in the folder of the project. */
  const operation = async (name: Name, ...args: string[]) => {
    const words = ["toolchain/bootstrap.mjs", ...args, "--stack", project.stack, "--database", name];
    const { stdout, stderr, exitCode } = await run("node", words, {
      cwd: root,
      env: { INIT_CWD: project.folder },
      reject: false,
    });
    return { output: stdout + stderr, exitCode };
  };
  const taken: Partial<Record<Name, string>> = {};

  /** A program of the image, replaced by a shell script for one backup; the volume is the only place that may hold it. */
  async function withFake(
    name: Name,
    program: string,
    script: string,
  ): Promise<[code: number | undefined, said: string]> {
    const at = `${folder}/fake`;
    await inside(
      name,
      `mkdir -p ${at} && printf '%s' "$FAKE" >${at}/${program} && chmod 755 ${at}/${program}`,
      "--env",
      `FAKE=#!/bin/sh\n${script}`,
    );
    const { stdout: path } = await inside(name, "printenv PATH");
    const { exitCode, stderr } = await backUp(name, "--env", `PATH=${at}:${path}`, "--env", `REAL=${path}`);
    await inside(name, `rm -r ${at}`);
    return [exitCode, stderr];
  }

  const damages: Record<Name, [what: string, program: string, script: string, message: RegExp][]> = {
    pg: [
      [
        "fails half-way",
        "pg_dump",
        'for file; do :; done; echo half >"$file"; echo "lost connection" >&2; exit 1',
        /could not be dumped to the end\n.*lost connection/,
      ],
      [
        "is short by one byte",
        "pg_dump",
        'PATH=$REAL pg_dump "$@" && for file; do :; done && truncate -s -1 "$file"',
        /is damaged: it cannot be read to its end\n.*end of file/,
      ],
    ],
    maria: [
      [
        "fails half-way",
        "mariadb-dump",
        'echo half; echo "lost connection" >&2; exit 3',
        /could not be dumped to the end\n.*lost connection/,
      ],
      [
        "is short by one byte",
        "gzip",
        '[ "$1" = -dc ] && PATH=$REAL exec gzip "$@"; PATH=$REAL; gzip "$@" | head -c -1',
        /is damaged: it cannot be read to its end\n.*unexpected end of file/,
      ],
      [
        "ends without its trailer",
        "mariadb-dump",
        'PATH=$REAL mariadb-dump "$@" | grep -v "Dump completed"',
        /is damaged.*\n.*last line is not -- Dump completed/,
      ],
    ],
  };
  for (const name of names)
    for (const [what, program, script, message] of damages[name])
      it(`${name}: a dump that ${what} is no backup, and leaves nothing`, async () => {
        const before = await list(name);
        const [code, said] = await withFake(name, program, script);
        assert.equal(code, 1);
        assert.match(said, message);
        assert.match(said, /Nothing is kept of it; the 2 earlier backups are as they were\.$/);
        assert.deepEqual(await list(name), before);
      });

  for (const name of names)
    it(`${name}: a full disk is found before the dump or during it; the backup before stays`, async () => {
      const small = `${project.stack}-small-${name}`;
      const { stdout: env } = await docker([
        "inspect",
        "--format",
        "{{range .Config.Env}}{{println .}}{{end}}",
        schedule(name),
      ]);
      const dump = (size: string, ...command: string[]) => [
        ...[
          "--network",
          `proxy-system-${project.stack}-database`,
          "--user",
          user[name],
          "--volumes-from",
          `${schedule(name)}:ro`,
        ],
        ...env
          .split("\n")
          .filter((line) => line.includes("="))
          .flatMap((line) => ["--env", line]),
        ...["--tmpfs", "/tmp", "--tmpfs", `/small:size=${size},uid=999,mode=700`, "--env", "BACKUPS=/small"],
        ...["--entrypoint", command[0] ?? "", images[name], ...command.slice(1)],
      ];
      const refused = await docker(["run", "--rm", ...dump("64k", "sh", "/run/backups/dump.sh")]);
      assert.equal(refused.exitCode, 1);
      assert.match(
        refused.stderr,
        /failed: 1 MiB are free in \/small; \d+ MiB are needed, 1\.5 times the size of the database\. Make room/,
      );

      await docker(["run", "--detach", "--name", small, ...dump("40m", "sleep", "infinity")]);
      try {
        const first = await docker(["exec", small, "sh", "/run/backups/dump.sh"]);
        assert.equal(first.exitCode, 0, first.stderr);
        // The dump waits for the lock while the disk fills up.
        const lock =
          name === "pg" ? "BEGIN; LOCK item; SELECT pg_sleep(5)" : "LOCK TABLES item WRITE; SELECT SLEEP(5)";
        const locked = sql(name, lock);
        await pause(1000);
        const second = docker(["exec", small, "sh", "/run/backups/dump.sh"]);
        await pause(1500);
        await docker(["exec", small, "sh", "-c", "dd if=/dev/zero of=/small/filler bs=64k 2>/dev/null"]);
        const { exitCode, stderr } = await second;
        await locked;
        assert.equal(exitCode, 1);
        assert.match(stderr, /No space left on device/);
        assert.match(stderr, /Nothing is kept of it; the 1 earlier backups are as they were/);
        const left = await docker([
          "exec",
          small,
          "sh",
          "-c",
          'rm /small/filler; ls /small | wc -l; cd /small && sed -n \'s/.*"sha256": "\\(.*\\)".*/\\1/p\' *.json && sha256sum *[pz]',
        ]);
        assert.match(left.stdout, /^2\n([0-9a-f]{64})\n\1 /);
      } finally {
        await docker(["rm", "--force", small]);
      }
    });

  for (const name of names) {
    it(`${name}: npm run backup and backups: one is taken and listed, with age, size and whether it is verified`, async () => {
      const { output, exitCode } = await operation(name, "backup", "--reason", "before the sale");
      assert.equal(exitCode, 0, output);
      const [, id] =
        /^Backup (\S+) of database order_system: [\d.]+ KiB, \d tables, in \d s\.$/m.exec(output) ?? [];
      taken[name] = id ?? assert.fail(output);
      const { output: listed } = await operation(name, "backups");
      assert.match(listed, /^ID +AGE +SIZE +VERIFIED +RELEASE +REASON +MIGRATION$/m);
      assert.match(
        listed,
        new RegExp(`^${id} +\\d+ s +[\\d.]+ KiB +no +- +before the sale +2 create_odd\\.sql$`, "m"),
      );
      assert.match(listed, /no +r7 +before "this" +2 create_odd\.sql$/m);
    });

    it(`${name}: npm run restore-test restores it into a server of its own, and notes how long that took`, async () => {
      const { output, exitCode } = await operation(name, "restore-test", "latest");
      assert.equal(exitCode, 0, output);
      assert.match(output, /was restored in \d+ s: \d tables and all of their rows as its manifest says/);
      const { verifiedAt, verifiedSeconds } = await manifest(name, taken[name] ?? "");
      assert.match(String(verifiedAt), /^20\d\d-.*Z$/);
      assert.equal(typeof verifiedSeconds, "number");
      assert.match(
        (await operation(name, "backups")).output,
        new RegExp(`^${taken[name]} .* 20\\d\\d-\\d\\d-\\d\\d, restored in \\d+ s `, "m"),
      );
      assert.ok(!(await list(name)).some((each) => each.startsWith(".")), "its server is left behind");
    });

    it(`${name}: a backup that lost one byte on the disk is not restored, and one whose rows are others is not either`, async () => {
      const id = taken[name] ?? "";
      const { file } = await manifest(name, id);
      await inside(
        name,
        `cd ${folder} && cp ${file} good && cp ${id}.json good.manifest && truncate -s -1 ${file}`,
      );
      for (const command of ["restore", "restore-test"]) {
        const { output, exitCode } = await operation(
          name,
          command,
          id,
          ...(command === "restore" ? ["--yes"] : []),
        );
        assert.equal(exitCode, 1);
        assert.match(output, new RegExp(`${file} is not what was written: \\d+ bytes of \\d+`));
      }
      await inside(name, `cd ${folder} && mv good ${file} && sed -i 's/item": 1000/item": 1001/' ${id}.json`);
      const { output, exitCode } = await operation(name, "restore", id, "--yes");
      assert.equal(exitCode, 1);
      assert.match(output, /expected 1001 rows in (public\.)?item\n +found 1000 rows in (public\.)?item/);
      assert.match(output, /Database order_system serves as before; nothing was changed/);
      await inside(name, `cd ${folder} && mv good.manifest ${id}.json`);
      const databases = { pg: "SELECT datname FROM pg_database", maria: "SHOW DATABASES" }[name];
      assert.doesNotMatch(await sql(name, databases), /restore/);
    });

    it(`${name}: an older backup is restored under newer migrations: what is lost is said first, the old database is kept`, async () => {
      const id = taken[name] ?? "";
      const ledger = { pg: "migrations.ledger", maria: "migrations_ledger" }[name];
      const change = `INSERT INTO item VALUES (5000, 'after the backup'); CREATE TABLE later (id int);
        INSERT INTO ${ledger} VALUES (3, 'create_later.sql', 'applied');`;
      await sql(name, change, outputs.owners[at(name)]);
      const started = async () =>
        (await docker(["inspect", "--format", "{{.State.StartedAt}}", outputs.app])).stdout;
      const before = await started();
      const asked = await operation(name, "restore", id);
      assert.equal(asked.exitCode, 1);
      assert.match(asked.output, /item: 1001 rows now, 1000 in the backup: 1 fewer after it/);
      assert.match(asked.output, /later: 0 rows now; the table is not in the backup/);
      assert.match(asked.output, /The backup is older than these migrations: 3 create_later\.sql\./);
      assert.match(asked.output, /Nothing was changed: there is no terminal to ask on\.\n +fix: add --yes/);
      assert.equal(await started(), before);

      const { output, exitCode } = await operation(name, "restore", id, "--yes");
      assert.equal(exitCode, 0, output);
      const [, kept = ""] = /is kept as (order_system_before_\w+)\. To go back/.exec(output) ?? [];
      assert.notEqual(await started(), before);
      assert.equal(await sql(name, "SELECT COUNT(*) FROM item"), "1000");
      assert.equal(await sql(name, `SELECT MAX(name) FROM ${ledger}`), "create_odd.sql");
      const old = admin[name].replace("order_system", kept);
      assert.equal(await sql(name, "SELECT COUNT(*) FROM item", old), "1001");
      assert.match(await sql(name, "SELECT * FROM many"), /^1000$/);
      if (name === "maria") await sql(name, "INSERT INTO child VALUES (2, 2)");
      // As the roles that it had: the owner changes the schema, the application cannot.
      await sql(name, "CREATE TABLE again (id int); DROP TABLE again;", outputs.owners[at(name)]);

      const back = await operation(name, "restore", "--back", kept, "--yes");
      assert.equal(back.exitCode, 0, back.output);
      assert.equal(await sql(name, "SELECT COUNT(*) FROM item"), "1001");
      assert.equal(await sql(name, `SELECT MAX(ordinal) FROM ${ledger}`), "3");
    });
  }

  it("maria: an exchange that fails half-way leaves the old database with its views and triggers, and the services running", async () => {
    const locked = sql("maria", "LOCK TABLES item READ; SELECT SLEEP(100)").catch(() => "");
    const { output, exitCode } = await operation("maria", "restore", "latest", "--yes");
    await sql(
      "maria",
      "SELECT id INTO @id FROM information_schema.processlist WHERE info LIKE '%SLEEP(100)%' AND id <> CONNECTION_ID(); KILL QUERY @id",
    );
    await locked;
    assert.equal(exitCode, 1);
    assert.match(output, /could not be put in the place of order_system:\n.*Lock wait timeout/);
    assert.equal(await sql("maria", "SELECT * FROM many"), "1001");
    await sql("maria", "INSERT INTO item VALUES (6000, 'loud')");
    assert.equal(await sql("maria", "SELECT name FROM item WHERE id = 6000"), "loud!");
    assert.doesNotMatch(await sql("maria", "SHOW DATABASES"), /restore/);
    const { stdout } = await docker([
      "inspect",
      "--format",
      "{{.State.Running}}",
      outputs.app,
      schedule("maria"),
    ]);
    assert.equal(stdout, "true\ntrue");
  });

  for (const name of names)
    it(`${name}: the role of backups reads and cannot write, and its password is nowhere to be seen`, async () => {
      const client = {
        pg: 'PGPASSWORD=$(cat "$PASSWORD_FILE") psql -h "$SERVER" -U "$ROLE" -d "$DATABASE" -c "INSERT INTO item VALUES (7, 7)" -c "SET transaction_read_only = off" -c "DELETE FROM item"',
        maria:
          'MYSQL_PWD=$(cat "$PASSWORD_FILE") mariadb -f -h "$SERVER" -u "$ROLE" "$DATABASE" -e "INSERT INTO item VALUES (7, 7); DELETE FROM item"',
      }[name];
      const { stderr, exitCode } = await docker(["exec", schedule(name), "sh", "-c", client]);
      assert.notEqual(exitCode, 0);
      assert.match(stderr, /read-only transaction|INSERT command denied/);
      const { stdout: password } = await docker(["exec", schedule(name), "cat", "/run/backups/password"]);
      assert.equal(password.length, 32);
      const seen = [
        await docker(["inspect", ...(await project.onEngine("container"))]),
        await docker(["logs", schedule(name)]),
        await docker(["logs", container(name)]),
        await docker(["top", schedule(name), "axe"]),
        await project.cli("stack", "export", "--stack", project.stack),
      ];
      for (const { stdout, stderr } of seen) assert.ok(!(stdout + stderr).includes(password));
    });

  it("the schedule takes backups, deletes what retention does not keep, and is unhealthy when they stop", async () => {
    for (const id of ["20200101-000000-aaaa", "20200101-010000-bbbb"])
      await inside(
        "pg",
        `cd ${folder} && cp ${taken.pg}.dump ${id}.dump && sed 's/${taken.pg}/${id}/; s/"verifiedAt": ".*"/"verifiedAt": null/' ${taken.pg}.json >${id}.json`,
      );
    const count = (await list("pg")).length;
    Object.assign(project.settings, { everyMinutes: 0.1, maxAgeMinutes: 0.3 });
    project.writeStackFile();
    const { exitCode, stdout, stderr } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    const output = await project.cli("stack", "output", "--json", "--show-secrets", "--stack", project.stack);
    outputs = JSON.parse(output.stdout) as typeof outputs;
    await until(async () => (await list("pg")).length > count + 2);
    const files = await list("pg");
    assert.ok(!files.some((each) => each.includes("-aaaa")), files.join(" "));
    assert.ok(files.includes("20200101-010000-bbbb.json") && files.includes(`${taken.pg}.json`));

    await sql("pg", "ALTER ROLE order_system_backup NOLOGIN");
    const health = async () =>
      (await docker(["inspect", "--format", "{{json .State.Health}}", schedule("pg")])).stdout;
    await until(async () => (JSON.parse(await health()) as { Status: string }).Status === "unhealthy");
    assert.match(
      await health(),
      /The newest backup, [\w-]+, is 0 h \d min old; it may be 0 h 0 min.*not permitted to log in/,
    );
    await sql("pg", "ALTER ROLE order_system_backup LOGIN");
    await until(async () => (JSON.parse(await health()) as { Status: string }).Status === "healthy");
  });
});

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function until(passes: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 90_000; Date.now() < end; await pause(1000)) if (await passes()) return;
  assert.fail("not within 90 s");
}
