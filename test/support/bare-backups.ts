import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { inDatabase } from "../../components/backup/scripts";
import { products } from "../../components/database/products";
import { run, type RunOptions } from "../../operations/kernel/run";
import { folder, images, pause, user, type Name } from "./backup-project";

const product = { pg: products.postgresql, maria: products.mariadb };
type Script = Parameters<typeof inDatabase>[2];

/** A bare server of the local image with database shop and a folder for backups, for what the scripts of backups do in it. */
export class BareBackups {
  readonly container = `restore-faults-${randomBytes(4).toString("hex")}`;

  constructor(readonly name: Name) {}

  /** @param options of `docker run` */
  static async start(name: Name, options: string[] = [], image = images[name]): Promise<BareBackups> {
    const server = new BareBackups(name);
    const [variables, command] = {
      pg: [
        ["POSTGRES_PASSWORD=test", "POSTGRES_DB=shop"],
        ["postgres", "-c", "fsync=off"],
      ] as const,
      maria: [
        ["MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1", "MARIADB_DATABASE=shop"],
        ["mariadbd", "--innodb-flush-log-at-trx-commit=2"],
      ] as const,
    }[name];
    const made = await server.docker([
      ...["run", "--detach", "--name", server.container, "--tmpfs", "/tmp", "--volume", folder],
      ...[...options, ...variables.flatMap((each) => ["--env", each]), image, ...command],
    ]);
    assert.equal(made.exitCode, 0, made.stderr);
    await server.answers();
    await server.root(`chown ${user[name]} ${folder} && chmod 700 ${folder}`);
    if (name === "maria")
      await server.root(
        `mariadb -u root -e "CREATE USER mysql@localhost IDENTIFIED VIA unix_socket; GRANT ALL ON *.* TO mysql@localhost WITH GRANT OPTION"`,
      );
    return server;
  }

  async answers(): Promise<void> {
    const query = {
      pg: "PGPASSWORD=test psql -h 127.0.0.1 -U postgres -d shop -c 'select 1'",
      maria: "mariadb -h 127.0.0.1 -u root shop -e 'select 1'",
    }[this.name];
    for (let tries = 0; tries < 300; tries++, await pause(200))
      if ((await this.docker(["exec", this.container, "sh", "-c", query])).exitCode === 0) return;
    assert.fail(`${this.container} does not answer`);
  }

  docker(args: string[], options: RunOptions = {}) {
    return run("docker", args, { reject: false, ...options });
  }

  async root(command: string): Promise<string> {
    const { stdout, stderr, exitCode } = await this.docker(["exec", this.container, "sh", "-c", command]);
    assert.equal(exitCode, 0, stderr);
    return stdout;
  }

  /** SQL as administrator; of queries the rows, with columns divided by `|`. */
  async sql(text: string, database = "shop"): Promise<string> {
    const client = {
      pg: ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database],
      maria: ["mariadb", "-u", "root", "-N", database],
    }[this.name];
    const { stdout, stderr, exitCode } = await this.docker(
      ["exec", "-i", "--user", user[this.name], this.container, ...client],
      { input: text },
    );
    assert.equal(exitCode, 0, stderr);
    return stdout.replaceAll("\t", "|");
  }

  /** Runs a script as operations do; its text can be changed, to have it fail at a certain point. */
  script(name: Script, variables: Record<string, string> = {}, change = (text: string) => text) {
    const env = Object.entries(variables).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
    const before = inDatabase(product[this.name], "shop", name);
    const text = change(before);
    return this.docker(["exec", ...env, this.container, "sh", "-c", text], { timeout: 90_000 });
  }

  /** Takes a backup, and returns its id. */
  async backUp(): Promise<string> {
    const { stdout, stderr, exitCode } = await this.script("dump");
    assert.equal(exitCode, 0, stderr);
    return stdout.split("\n").at(-1) ?? "";
  }

  /** Restores into a database beside, which must succeed. */
  async restore(id: string, into: string, more: Record<string, string> = {}): Promise<string> {
    const { stdout, stderr, exitCode } = await this.script("restore", { ID: id, TARGET: into, ...more });
    assert.equal(exitCode, 0, stderr);
    return stdout + stderr;
  }

  /** Names of all databases, but for the server's own. */
  async databases(): Promise<string[]> {
    const query = {
      pg: "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1",
      maria:
        "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema') ORDER BY 1",
    }[this.name];
    return (await this.sql(query, { pg: "postgres", maria: "mysql" }[this.name])).split("\n");
  }

  async remove(): Promise<void> {
    await this.docker(["rm", "--force", "--volumes", this.container]);
  }
}
