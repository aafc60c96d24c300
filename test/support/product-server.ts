import { randomBytes } from "node:crypto";
import { file, scriptVariables } from "../../components/backup/scripts";
import type { Target } from "../../components/database/client/target";
import { mariadbPrograms } from "../../components/database/mysql/programs";
import { adminSql, mysqlRolesSql, ownersFile, rolesCommand } from "../../components/database/mysql/roles";
import { rolesSql } from "../../components/database/postgres/roles";
import type { Roles } from "../../components/database/product/roles";
import { productOf } from "../../components/database/products";
import type { Product } from "../../components/database/product/product";
import { settingFlags, type Settings } from "../../components/database/settings";
import { looked } from "../../components/database/guard/job";
import { Engine } from "../../components/engine/engine";
import { theWorld } from "../../components/engine/world";
import { withEngine } from "../../components/engine/with-engine";
import type { Target as Destination } from "../../operations/import/destination";
import { run, type RunResult } from "../../operations/kernel/run";
import type { TestedDatabase } from "./tested-databases";

/** A server on a volume, made of what its product says and nothing else, as the component makes it. */
export class ProductServer {
  readonly container = `test${randomBytes(4).toString("hex")}`;
  readonly volume = `${this.container}-data`;
  /** Names of what was asked of the product: `databases.beside.create`. */
  readonly asked = new Set<string>();
  readonly product: Product;
  readonly roles: Roles = {
    ...{ database: "shop", owner: "shop_owner", app: "shop_app" },
    ...{ secret: "s3cret-of-the-application", salt: "contract" },
  };
  /** As runners reach it. */
  readonly target: Target;
  /** As commands reach it. */
  readonly destination: Destination;
  readonly isPostgres: boolean;

  constructor(readonly tested: TestedDatabase) {
    const { container } = this;
    const { database, owner } = this.roles;
    const product = (this.product = noting(productOf(tested.product), this.asked));
    this.isPostgres = product.component === "Postgres";
    const client = this.isPostgres
      ? `psql -X -v ON_ERROR_STOP=1 -U ${owner} -d ${database} -f -`
      : `${mariadbPrograms.client} --defaults-extra-file=${ownersFile} -u ${owner} ${database}`;
    const admin = product.admin(database);
    this.target = { product: product.name, container, database, owner, client, admin };
    const engine = Engine.of(theWorld);
    const names = { system: "test", stack: "test", service: "db" };
    this.destination = { ...names, ...this.roles, container, product, engine, environment: {} };
  }

  async start(settings: Settings): Promise<void> {
    const { product, container, volume, tested } = this;
    const { capabilities, user, tmpfs, shm, server, data } = product;
    const prologue = `printf '%s' "${adminSql(mariadbPrograms)}" >/docker-entrypoint-initdb.d/admin.sql`;
    const own: Settings = this.isPostgres ? {} : { "character-set-server": product.characterSet };
    await run("docker", [
      ...["run", "--detach", "--name", container, "--read-only", "--cap-drop", "ALL"],
      ...(capabilities?.flatMap((name) => ["--cap-add", name]) ?? ["--user", user]),
      ...Object.entries(tmpfs).flatMap(([path, mode]) => ["--tmpfs", mode ? `${path}:${mode}` : path]),
      ...["--shm-size", `${shm}m`, "--volume", `${volume}:${data}`],
      ...product.environment("shop").flatMap((variable) => ["--env", variable]),
      ...(!this.isPostgres ? ["--entrypoint", "sh"] : []),
      tested.image,
      ...(!this.isPostgres ? ["-c", `${prologue} && exec docker-entrypoint.sh "$@"`, "sh"] : []),
      ...[server, ...settingFlags(product, { ...own, ...settings })],
    ]);
    const ask = `for i in $(seq 300); do { ${product.query("shop")}; } >/dev/null 2>&1 && exit; sleep 0.2; done; exit 1`;
    await this.exec(ask);
  }

  /** Makes the roles, as the component does after each new container. */
  async makeRoles(): Promise<void> {
    if (this.isPostgres) await this.exec(this.product.admin("shop"), rolesSql(this.roles));
    else
      await this.exec(
        rolesCommand(this.product.admin("shop"), ownersFile, this.roles),
        mysqlRolesSql(this.roles),
      );
  }

  /** Runs a shell command in the container; what it printed. @throws when it fails */
  async exec(command: string, input = ""): Promise<string> {
    return (await run("docker", ["exec", "-i", this.container, "sh", "-c", command], { input })).stdout;
  }

  /** The same; a failure is a result. */
  tried(command: string, input = ""): Promise<RunResult> {
    const args = ["exec", "-i", this.container, "sh", "-c", command];
    return run("docker", args, { input, reject: false });
  }

  /** Bare rows of a query of the administrator. */
  async rows(sql: string, database = "shop"): Promise<string[]> {
    const printed = await this.exec(this.product.databases.rows(database), sql);
    return printed.split("\n").filter((line) => line !== "");
  }

  /** A setting as the server has it. */
  async setting(name: string): Promise<string> {
    return (await this.rows(this.isPostgres ? `SHOW ${name};` : `SELECT @@${name};`)).join("\n");
  }

  /** Names of all databases. */
  databases(): Promise<string[]> {
    return this.rows(this.isPostgres ? "SELECT datname FROM pg_database;" : "SHOW DATABASES;");
  }

  /** What the server's program says of settings, as the guard asks it: before a server starts with them on these data. */
  async complaint(settings: Settings): Promise<string> {
    const { product, volume, tested } = this;
    const ask = `${product.checkSettings} "$@" >/dev/null`;
    const script: [string, ...string[]] = [ask, "sh", ...settingFlags(product, settings)];
    const look = { labels: [], image: tested.image, user: product.user, script, volume };
    return (await withEngine(process.env, (engine) => looked(engine, look))).stderr;
  }

  /** As the application: over the network, with its password. */
  asApp(sql: string): Promise<RunResult> {
    const { app: role, secret } = this.roles;
    return this.as({ role, secret }, sql);
  }

  /** As any role: over the network, with its password. */
  as({ role, secret }: { role: string; secret: string }, sql: string): Promise<RunResult> {
    const client = this.isPostgres
      ? `PGPASSWORD=${secret} psql -X -At -v ON_ERROR_STOP=1 -h $(hostname -i) -U ${role} -d shop -f -`
      : `MYSQL_PWD=${secret} ${mariadbPrograms.client} -h $(hostname -i) -u ${role} -N -B --default-character-set=utf8mb4 shop`;
    return this.tried(client, sql);
  }

  /** Calls functions of the product's part of the backup scripts: `dump "$DATABASE" /tmp/x`. */
  backup(steps: string): Promise<string> {
    const { product } = this;
    const variables = Object.entries(scriptVariables(product, "shop"))
      .map(([name, value]) => `export ${name}='${value}'\n`)
      .join("");
    const script = `${variables}${file("common.sh")}${file(product.backup.scripts.base)}${steps}`;
    return this.exec(`[ "$(id -u)" != 0 ] || exec gosu ${product.user} sh -s; exec sh -s`, script);
  }

  async remove(): Promise<void> {
    await run("docker", ["rm", "--force", "--volumes", this.container], { reject: false });
    await run("docker", ["volume", "rm", "--force", this.volume], { reject: false });
  }
}

const isPart = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** An object that notes what was asked of it, and of its parts. */
function noting<T extends object>(value: T, asked: Set<string>, path = ""): T {
  return new Proxy(value, {
    get(from, key) {
      const found: unknown = Reflect.get(from, key);
      if (typeof key === "symbol") return found;
      asked.add(path + key);
      return isPart(found) ? noting(found, asked, `${path}${key}.`) : found;
    },
  });
}

/** Names of all that an object promises: its leaves. */
export function promisesOf(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
    isPart(each) ? promisesOf(each, `${path}${key}.`) : each === undefined ? [] : [path + key],
  );
}
