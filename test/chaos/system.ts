import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, type RunResult } from "../../operations/kernel/run";
import { root } from "../support/program";
import { freePort, TestProject } from "../support/project";
import type { ChaosEngine } from "./engine";

/** What the campaign's database is. */
export type Product = "PostgreSQL" | "MariaDB";

const program = join("test", "chaos", "program");

/** The system of `program/`, on an engine, as its operator has it: a folder, a stack, the commands. */
export class ChaosSystem {
  /** What the files say that the next update releases. */
  release = 0;
  private migrations = 0;

  private constructor(
    readonly project: TestProject,
    readonly engine: ChaosEngine,
    readonly product: Product,
    readonly url: string,
    /** Where the commands put what they need only for a while. */
    readonly temporary: string,
  ) {}

  static async create(engine: ChaosEngine, product: Product): Promise<ChaosSystem> {
    // Published in the engine's own network, but the preflight looks at this machine's.
    const port = await freePort();
    const settings = { port, product, host: engine.env.DOCKER_HOST, site: { RELEASE: "1" } };
    const project = await TestProject.create(
      settings,
      `import program = require("./${program}/index");\nexport = program;\n`,
    );
    cpSync(join(root, program, "index.ts"), join(project.folder, program, "index.ts"));
    cpSync(join(root, program, "migrations"), join(project.folder, "migrations"), { recursive: true });
    const temporary = join(project.folder, "tmp");
    mkdirSync(temporary);
    writeFileSync(join(project.folder, ".gitignore"), "node_modules\nstate\ntmp\n");
    await run("git", ["init", "--quiet"], { cwd: project.folder });
    return new ChaosSystem(project, engine, product, `http://${engine.address}:${port}`, temporary);
  }

  /** The system's name of containers and volumes on the host. */
  get prefix(): string {
    return `${this.project.system}-${this.project.stack}`;
  }

  /** Edits the stack file: another release, with what is wrong with it. */
  edit(trouble: Record<string, string> = {}): Promise<void> {
    this.release += 1;
    return this.write({ RELEASE: String(this.release), ...trouble });
  }

  /** What an operator does when a release failed: the setting that broke it goes, the release stays. */
  correct(): Promise<void> {
    return this.write({ RELEASE: String(this.release) });
  }

  /** Adds a migration to the next update. */
  migrate(): string {
    const name = `create_extra_${++this.migrations}.sql`;
    this.project.edit(`migrations/${name}`, () => `CREATE TABLE extra_${this.migrations} (id int);\n`);
    this.project.edit("migrations/order.txt", (text) => `${text}${name}\n`);
    return name;
  }

  /** Environment of every command of the operator. */
  get env(): Record<string, string> {
    return { ...this.project.env, TMPDIR: this.temporary, INIT_CWD: this.project.folder };
  }

  /** One of the npm commands, as words for a process. */
  npm(command: string, ...args: string[]): string[] {
    const main = ["--import", "tsx", join(root, "toolchain", "main.ts")];
    return [process.execPath, ...main, command, ...args, "--stack", this.project.stack];
  }

  pulumi(command: string, ...args: string[]): string[] {
    return ["pulumi", command, "--non-interactive", "--stack", this.project.stack, ...args];
  }

  /** Runs such words to their end. A failure is a result. */
  run([file = "", ...args]: string[]): Promise<RunResult> {
    const cwd = file === "pulumi" ? this.project.folder : root;
    return run(file, args, { cwd, env: this.env, reject: false, timeout: 300_000 });
  }

  /** Rows of a query, in the database's own server. */
  async sql(text: string, database = "shop"): Promise<string[]> {
    const client =
      this.product === "PostgreSQL"
        ? ["psql", "-X", "-U", "postgres", "-d", database, "-Atc", text]
        : ["mariadb", "-u", "mysql", "-N", "-D", database, "-e", text];
    const { stdout, stderr, exitCode } = await this.engine.docker(
      "exec",
      `${this.prefix}-database`,
      ...client,
    );
    if (exitCode !== 0) throw new Error(`${text}: ${stderr}`);
    return stdout.split("\n").filter((line) => line !== "");
  }

  /** Names of all databases of the server. */
  databases(): Promise<string[]> {
    return this.product === "PostgreSQL"
      ? this.sql("SELECT datname FROM pg_database WHERE NOT datistemplate", "postgres")
      : this.sql("SHOW DATABASES", "mysql");
  }

  private async write(site: Record<string, string>): Promise<void> {
    this.project.settings["site"] = site;
    this.project.writeStackFile();
    const git = (...args: string[]) => run("git", args, { cwd: this.project.folder });
    await git("add", "--all");
    const who = ["-c", "user.name=chaos", "-c", "user.email=chaos@example.com"];
    await git(...who, "commit", "--quiet", "--allow-empty", "--message", `Release ${this.release}`);
  }
}
