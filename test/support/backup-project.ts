import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { ensureBaseImages } from "../../toolchain/images";
import { run, type RunOptions } from "../../operations/kernel/run";
import { root } from "./program";
import { TestProject } from "./project";

/** Images of the two databases, by the name of the database. */
export const images = { pg: "local/postgres:17", maria: "local/mariadb:11.8" };
export type Name = keyof typeof images;
export const names: Name[] = ["pg", "maria"];
/** Folder of the backups. */
export const folder = "/var/backups/database";
/** Who the servers run as. */
export const user = { pg: "postgres", maria: "mysql" };
/** Client as administrator. */
export const admin = {
  pg: "psql -X -q -At -U postgres -d order_system",
  maria: "mariadb -u mysql -N order_system",
};

/** Two databases and their backups, from exported components only. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { Backups, Host, Image, MySql, Postgres, Service } from "pulumi-web-systems";

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
/** Rows that are in them. */
export const expected = {
  pg: { "migrations.ledger": 2, 'public."奇 怪"': 2, "public.item": 1000, "public.leer": 0 },
  maria: { child: 1, item: 1000, migrations_ledger: 2, leer: 0, "奇 怪": 2 },
};

export interface Manifest {
  id: string;
  file: string;
  tables: Record<string, number>;
  [field: string]: unknown;
}

/** A stack with a database of each engine, their backups and a service, driven as its operators would. */
export class BackupProject {
  outputs = { commands: [] as string[], containers: [] as string[], owners: [] as string[], app: "" };

  private constructor(readonly project: TestProject) {}

  static async create(): Promise<BackupProject> {
    await ensureBaseImages(() => undefined, { names: Object.values(images) });
    const settings = { ...images, everyMinutes: 1440, maxAgeMinutes: 1500 };
    const made = new BackupProject(await TestProject.create(settings, program));
    try {
      await made.up();
      for (const name of names) await made.asOwner(name, tables[name]);
    } catch (error) {
      await made.project.remove();
      throw error;
    }
    return made;
  }

  async up(settings: object = {}): Promise<void> {
    Object.assign(this.project.settings, settings);
    this.project.writeStackFile();
    const { exitCode, stdout, stderr } = await this.project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    const show = ["stack", "output", "--json", "--show-secrets", "--stack", this.project.stack];
    this.outputs = JSON.parse((await this.project.cli(...show)).stdout) as typeof this.outputs;
  }

  container(name: Name): string {
    return `proxy-system-${this.project.stack}-${name}`;
  }

  /** Container of the schedule. */
  schedule(name: Name): string {
    return this.outputs.containers[names.indexOf(name)] ?? "";
  }

  docker(args: string[], options: RunOptions = {}) {
    return run("docker", args, { reject: false, ...options });
  }

  /** A shell command inside the database's container, as the server's user. */
  inside(name: Name, command: string, ...options: string[]) {
    return this.docker(["exec", "--user", user[name], ...options, this.container(name), "sh", "-c", command]);
  }

  async sql(name: Name, text: string, client = admin[name]): Promise<string> {
    const exec = ["exec", "--interactive", this.container(name), "sh", "-c", client];
    const { stdout, stderr, exitCode } = await this.docker(exec, { input: text });
    assert.equal(exitCode, 0, stderr);
    return stdout;
  }

  asOwner(name: Name, text: string): Promise<string> {
    return this.sql(name, text, this.outputs.owners[names.indexOf(name)]);
  }

  /** As a migration does before it runs. */
  backUp(name: Name, ...options: string[]) {
    const command = this.outputs.commands[names.indexOf(name)] ?? "";
    return this.docker(["exec", ...options, this.container(name), "sh", "-c", command]);
  }

  /** Files in the folder of the backups. */
  async list(name: Name): Promise<string[]> {
    return (await this.inside(name, `ls -A ${folder}`)).stdout.split("\n").sort();
  }

  async manifest(name: Name, id: string): Promise<Manifest> {
    return JSON.parse((await this.inside(name, `cat ${folder}/${id}.json`)).stdout) as Manifest;
  }

  /** A command of operations/, as npm runs it in the folder of the project. */
  async operation(name: Name, ...args: string[]): Promise<{ output: string; exitCode: number | undefined }> {
    const [words, options] = this.operationOf(name, args);
    const { stdout, stderr, exitCode } = await run("node", [...words], options);
    return { output: stdout + stderr, exitCode };
  }

  /** The same, with a signal to all of its processes as soon as the exchange begins. @returns its output, when all of them ended */
  interrupted(name: Name, signal: NodeJS.Signals, ...args: string[]): Promise<string> {
    const [words, options] = this.operationOf(name, args);
    return new Promise((resolve, reject) => {
      const child = spawn("node", words, {
        ...{ cwd: options.cwd, env: { ...process.env, ...options.env }, detached: true },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (text: Buffer) => (said += String(text)));
      child.stdout.on("data", (text: Buffer) => {
        if (String(text).includes("Restored: ")) process.kill(-(child.pid ?? 0), signal);
      });
      child.on("error", reject);
      // Not "exit": what npm started may end before the command that it started, which holds the lock of the stack as long as it runs.
      child.on("close", () => resolve(said));
    });
  }

  private operationOf(name: Name, args: string[]) {
    const words = ["toolchain/bootstrap.mjs", ...args, "--stack", this.project.stack, "--database", name];
    return [words, { cwd: root, env: { INIT_CWD: this.project.folder }, reject: false }] as const;
  }
}

export const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** @param context what a failure shows */
export async function until(passes: () => Promise<boolean>, context = ""): Promise<void> {
  for (const end = Date.now() + 90_000; Date.now() < end; await pause(1000)) if (await passes()) return;
  assert.fail(`not within 90 s\n${context}`);
}
