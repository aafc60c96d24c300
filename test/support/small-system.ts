import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, type RunResult } from "../../operations/kernel/run";
import { root } from "./program";
import { TestProject } from "./project";

/** What is read from the folder of the project while the program runs: `pause` seconds until the service is ready. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { Backups, Host, Image, Migration, Postgres, preflight, Service, Verification } from "pulumi-web-systems";

export = async () => {
  const config = new pulumi.Config();
  const on = { system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: config.get("host") ?? "unix:///var/run/docker.sock" };
  await preflight({ ...on, ports: {}, migrations: ["migrations"] });
  const host = new Host("host", on);
  const image = new Image("postgres", { host, name: "local/postgres:17" }).id;
  const database = new Postgres("database", {
    host, image, database: "shop", memory: 256, protect: config.getBoolean("protect") ?? false,
  });
  const backups = new Backups("backups", { database, schedule: { at: "02:30" } });
  const migration = new Migration("migration", { database, folder: "migrations", backup: backups });
  const worker = new Service("worker", {
    host, image, user: "postgres", memory: 32, databases: [database], after: [migration], stopGrace: 2, startTimeout: 180,
    command: ["sh", "-c", "sleep " + (config.get("pause") ?? "0") + "; touch /tmp/ready; trap 'exit 0' TERM; while :; do sleep 1 & wait; done"],
    health: { command: "test -f /tmp/ready" },
  });
  const { passed } = new Verification("verification", {
    host, after: worker.ready,
    containers: { database: [database.container], backups: backups.containers, worker: worker.addresses },
  });
  return { worker: passed.apply(() => worker.addresses[0]) };
};
`;

/** A stack with a database, its backups, one migration and one service: enough to guard, and up in seconds. */
export class SmallSystem {
  private constructor(readonly project: TestProject) {}

  static async create(settings: Record<string, unknown> = {}): Promise<SmallSystem> {
    const project = await TestProject.create(settings, program);
    const migrations = join(project.folder, "migrations");
    mkdirSync(migrations);
    writeFileSync(join(migrations, "order.txt"), "create_item.sql\n");
    writeFileSync(
      join(migrations, "create_item.sql"),
      "CREATE TABLE item (id int PRIMARY KEY);\nINSERT INTO item VALUES (1), (2), (3);\n",
    );
    return new SmallSystem(project);
  }

  get database(): string {
    return `proxy-system-${this.project.stack}-database`;
  }

  /** Changes the stack file. */
  set(settings: Record<string, unknown>): void {
    Object.assign(this.project.settings, settings);
    this.project.writeStackFile();
  }

  /** One of the npm commands, as npm runs it in the folder of the project. */
  async npm(command: string, ...args: string[]): Promise<{ output: string; exitCode: number | undefined }> {
    const words = ["toolchain/bootstrap.mjs", command, "--stack", this.project.stack, ...args];
    const env = { ...this.project.env, INIT_CWD: this.project.folder };
    const { stdout, stderr, exitCode } = await run("node", words, { cwd: root, env, reject: false });
    return { output: stdout + stderr, exitCode };
  }

  sql(text: string, env: Record<string, string> = {}): Promise<string> {
    const psql = ["psql", "-U", "postgres", "-d", "shop", "-Atc", text];
    return run("docker", ["exec", this.database, ...psql], { env }).then(({ stdout }) => stdout);
  }
}

/** What a command printed. */
export const said = ({ stdout, stderr }: Pick<RunResult, "stdout" | "stderr">) => stdout + stderr;
