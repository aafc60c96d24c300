import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dialectOf, type Target } from "../../components/database/client/target";
import { Engine } from "../../components/engine/engine";
import { theWorld } from "../../components/engine/world";
import { readMigrations } from "../../components/migration/files";
import { type Job } from "../../components/migration/runner/job";
import { migrate } from "../../components/migration/runner/run";
import { run } from "../../operations/kernel/run";
import type { TestedDatabase } from "./tested-databases";

/** The engine of the tests. */
export const engine = Engine.of(theWorld);

/** A bare server of the local image, for what is between a runner and a database; names are its own. */
export class DatabaseServer {
  readonly target: Target;
  private made = 0;

  private constructor(readonly tested: TestedDatabase) {
    const container = `test${randomBytes(4).toString("hex")}`;
    this.target = { product: tested.product, container, ...this.names("shop") };
  }

  static async start(tested: TestedDatabase, options: string[] = []): Promise<DatabaseServer> {
    const server = new DatabaseServer(tested);
    await run("docker", [
      ...["run", "--detach", "--name", server.target.container, "--tmpfs", "/tmp", ...options],
      ...tested.environment.flatMap((variable) => ["--env", variable]),
      ...[tested.image, ...tested.command],
    ]);
    await server.answers();
    return server;
  }

  /** Waits until the server that serves answers, and not the one that sets it up. */
  async answers(): Promise<void> {
    const { container } = this.target;
    for (let tries = 0; tries < 150; tries++) {
      const { exitCode } = await run("docker", ["exec", container, "sh", "-c", this.tested.answers], {
        reject: false,
      });
      if (exitCode === 0) return;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error(`${container} does not answer`);
  }

  /** A new empty database of an owner who may do nothing else. */
  async database(): Promise<DatabaseUnderTest> {
    const name = `shop${++this.made}`;
    const input = this.tested.create(name);
    await run("docker", ["exec", "-i", this.target.container, "sh", "-c", this.tested.superuser], { input });
    return new DatabaseUnderTest({ ...this.target, ...this.names(name) }, this.tested);
  }

  private names(database: string) {
    return { database, owner: `${database}_owner`, ...this.tested.clients(database) };
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

  constructor(
    readonly target: Target,
    private readonly tested: TestedDatabase,
  ) {}

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
      return (await migrate(this.job(rest), engine, (line) => this.said.push(line), theWorld)).applied.length;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "UserError") throw error;
      return error.message;
    }
  }

  /** Rows of a query as the owner, with columns divided by `|`. */
  async query(sql: string): Promise<string> {
    const client = this.tested.rows(this.target.database);
    const args = ["exec", "-i", this.target.container, "sh", "-c", client];
    const { stdout } = await run("docker", args, { input: sql });
    return stdout.replaceAll("\t", "|");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
