import { randomBytes } from "node:crypto";
import { products } from "../../components/database/products";
import { guard } from "../../components/database/guard/guard";
import type { GuardJob } from "../../components/database/guard/job";
import { mariadbPrograms } from "../../components/database/mysql/programs";
import { adminSql } from "../../components/database/mysql/roles";
import { withEngine } from "../../components/engine/with-engine";
import { run } from "../../operations/kernel/run";

/** A volume with a database, made as a component makes it or as another system did, and the guard before its successor. */
export class Guarded {
  readonly container = `test${randomBytes(4).toString("hex")}`;
  readonly volume = `${this.container}-data`;
  readonly image: string;
  private readonly prologue: string | undefined;

  constructor(
    readonly kind: "postgresql" | "mariadb",
    /** Variables of another system's server. Default: those of the component. */
    private readonly foreign?: string[],
  ) {
    this.image = kind === "postgresql" ? "local/postgres:17" : "local/mariadb:11.8";
    if (kind === "mariadb")
      this.prologue = `printf '%s' "${adminSql(mariadbPrograms)}" >/docker-entrypoint-initdb.d/admin.sql`;
  }

  /** Starts a server on the volume and waits for it. */
  async start(flags: string[] = [], query?: string): Promise<void> {
    const product = products[this.kind];
    const environment = this.foreign ?? product.environment("shop");
    const start = this.foreign ? undefined : this.prologue;
    await run("docker", [
      ...["run", "--detach", "--name", this.container, "--network", "none", "--tmpfs", "/tmp"],
      ...environment.flatMap((variable) => ["--env", variable]),
      ...["--volume", `${this.volume}:${product.data}`],
      ...(this.foreign || product.capabilities
        ? []
        : ["--user", product.user, "--tmpfs", "/docker-entrypoint-initdb.d:uid=999,gid=999"]),
      ...(start ? ["--entrypoint", "sh"] : []),
      this.image,
      ...(start ? ["-c", `${start} && exec docker-entrypoint.sh "$@"`, "sh"] : []),
      ...[product.server, ...flags],
    ]);
    const ask = query ?? product.query("shop");
    await this.exec(`for i in $(seq 300); do { ${ask}; } >/dev/null 2>&1 && exit; sleep 0.2; done; exit 1`);
  }

  /** Runs a shell command in the container; what it printed. */
  async exec(command: string): Promise<string> {
    return (await run("docker", ["exec", this.container, "sh", "-c", command])).stdout;
  }

  /** What the guard tells of a successor with these settings, or what it refuses it with. */
  async guard(flags: string[] = [], change: Partial<GuardJob> = {}): Promise<string> {
    const product = products[this.kind];
    const { Id: image } = JSON.parse(
      (await run("docker", ["image", "inspect", "--format", "{{json .}}", this.image])).stdout,
    ) as { Id: string };
    const job: GuardJob = {
      ...{ name: "db", product: product.name, image, volume: this.volume, container: this.container },
      ...{ database: "shop", flags, extensions: [], environment: product.environment("shop") },
      ...(this.prologue !== undefined && { prologue: this.prologue }),
      ...{ memory: 512, shmSize: 64, timeout: 120, labels: [], upgrade: [], ...change },
    };
    const guarded = withEngine(process.env, (engine) => guard(job, engine));
    return guarded.then(
      (lines) => lines.join("\n"),
      (error: Error) => error.message,
    );
  }

  async stop(): Promise<void> {
    await run("docker", ["stop", "--time", "60", this.container]);
    await run("docker", ["rm", "--force", "--volumes", this.container]);
  }

  /** A step of what the guard advises, as a person would run it. */
  async follow(refusal: string): Promise<void> {
    for (const [, step = ""] of refusal.matchAll(/^ *\d\. (docker run .*)$/gm))
      await run("sh", ["-c", step], { timeout: 60_000 });
  }

  async remove(): Promise<void> {
    for (const name of [this.container, `${this.container}-trial`])
      await run("docker", ["rm", "--force", "--volumes", name], { reject: false });
    await run("docker", ["volume", "rm", "--force", this.volume], { reject: false });
  }
}
