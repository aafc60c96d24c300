import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dialectOf, type Target } from "../../components/database/client/target";
import { theWorld } from "../../components/engine/world";
import { readMigrations } from "../../components/migration/files";
import { type Job } from "../../components/migration/runner/job";
import { migrate } from "../../components/migration/runner/run";
import { run } from "../../operations/kernel/run";

/** A bare server of the local image, for what is between a runner and a database; names are its own. */
export class DatabaseServer {
  readonly target: Target;
  private made = 0;

  private constructor(readonly product: "PostgreSQL" | "MariaDB") {
    const container = `test${randomBytes(4).toString("hex")}`;
    this.target = { product, container, ...this.clients("shop") };
  }

  static async start(product: "PostgreSQL" | "MariaDB", options: string[] = []): Promise<DatabaseServer> {
    const server = new DatabaseServer(product);
    const env =
      product === "PostgreSQL" ? ["POSTGRES_PASSWORD=test"] : ["MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1"];
    const image = product === "PostgreSQL" ? "local/postgres:17" : "local/mariadb:11.8";
    // Without waiting for the disk: hundreds of small transactions are made.
    const settings = product === "PostgreSQL" ? ["-c", "fsync=off"] : ["--innodb-flush-log-at-trx-commit=2"];
    await run("docker", [
      ...["run", "--detach", "--name", server.target.container, "--tmpfs", "/tmp", ...options],
      ...env.flatMap((variable) => ["--env", variable]),
      ...[image, product === "PostgreSQL" ? "postgres" : "mariadbd", ...settings],
    ]);
    await server.answers();
    return server;
  }

  /** Waits until the server that serves answers, and not the one that sets it up. */
  async answers(): Promise<void> {
    const query =
      this.product === "PostgreSQL"
        ? "psql -h 127.0.0.1 -U postgres -Atqc 'select 1'"
        : "mariadb -h 127.0.0.1 -u root -e 'select 1'";
    const env = ["--env", "PGPASSWORD=test"];
    for (let tries = 0; tries < 150; tries++) {
      const { exitCode } = await run("docker", ["exec", ...env, this.target.container, "sh", "-c", query], {
        reject: false,
      });
      if (exitCode === 0) return;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error(`${this.target.container} does not answer`);
  }

  /** A new empty database of an owner who may do nothing else. */
  async database(): Promise<DatabaseUnderTest> {
    const name = `shop${++this.made}`;
    await this.asAdmin(
      this.product === "PostgreSQL"
        ? `CREATE ROLE ${name}_owner LOGIN; CREATE DATABASE ${name} OWNER ${name}_owner;`.replace(
            "; C",
            ";\nC",
          )
        : `CREATE DATABASE ${name} CHARACTER SET utf8mb4; CREATE USER ${name}_owner@localhost; GRANT ALL ON ${name}.* TO ${name}_owner@localhost;`,
    );
    return new DatabaseUnderTest({ ...this.target, ...this.clients(name) });
  }

  private clients(database: string) {
    return this.product === "PostgreSQL"
      ? {
          database,
          owner: `${database}_owner`,
          client: `psql -X -v ON_ERROR_STOP=1 -U ${database}_owner -d ${database} -f -`,
          admin: `psql -X -q -v ON_ERROR_STOP=1 -U postgres -d ${database} -f -`,
        }
      : {
          database,
          owner: `${database}_owner`,
          client: `mariadb -u ${database}_owner ${database}`,
          admin: "mariadb -u root",
        };
  }

  private async asAdmin(sql: string): Promise<void> {
    const client =
      this.product === "PostgreSQL" ? "psql -q -v ON_ERROR_STOP=1 -U postgres -f -" : "mariadb -u root";
    await run("docker", ["exec", "-i", this.target.container, "sh", "-c", client], { input: sql });
  }

  async stop(): Promise<void> {
    await run("docker", ["rm", "--force", "--volumes", this.target.container], { reject: false });
  }
}

/** An empty database, and a folder of migrations for it. */
export class DatabaseUnderTest {
  readonly folder = mkdtempSync(join(tmpdir(), "migrations-"));
  /** What the last runner said. */
  said: string[] = [];
  private names: string[] = [];

  constructor(readonly target: Target) {}

  /** Writes files and appends the new ones to the order. */
  write(files: Record<string, string>): void {
    for (const [name, sql] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), sql);
      if (!this.names.includes(name)) this.names.push(name);
    }
    this.order(...this.names);
  }

  /** Rewrites the order. */
  order(...names: string[]): void {
    this.names = names;
    writeFileSync(join(this.folder, "order.txt"), names.join("\n"));
  }

  job(rest: Partial<Job> = {}, folder = this.folder): Job {
    const { files, mistakes } = readMigrations(folder, dialectOf(this.target).language);
    if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
    return { ...this.target, folder, files, lockWait: 5, release: "r1", ...rest };
  }

  /** Runs what is pending; resolves to its number, or to the message that it failed with. */
  async migrate(rest: Partial<Job> = {}): Promise<number | string> {
    this.said = [];
    try {
      return await migrate(this.job(rest), (line) => this.said.push(line), theWorld);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "JobError") throw error;
      return error.message;
    }
  }

  /** Rows of a query as the owner, with columns divided by `|`. */
  async query(sql: string): Promise<string> {
    const isPostgres = this.target.product === "PostgreSQL";
    const client = isPostgres
      ? `psql -XAtq -U ${this.target.database}_owner -d ${this.target.database} -f -`
      : `${this.target.client} -N --batch --default-character-set=utf8mb4`;
    const args = ["exec", "-i", this.target.container, "sh", "-c", client];
    const { stdout } = await run("docker", args, { input: sql });
    return stdout.replaceAll("\t", "|");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
