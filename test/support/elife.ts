import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { root } from "./program";
import { freePort, TestProject } from "./project";

/** Settings with which the example comes up on the local engine. */
function settingsOf(port: number) {
  return {
    registry: "local",
    allowWeakSecrets: true,
    edge: { port, bind: "127.0.0.1" },
    // As production has it.
    database: {
      protect: false,
      timeZone: "Asia/Ulaanbaatar",
      settings: { wait_timeout: 600, slow_query_log: true, long_query_time: 1, log_output: "TABLE" },
    },
    unitelSimulator: { version: "1.0.0" },
    backend: {
      version: "1.0.0",
      settings: {
        WECHAT_APPID: "wx-of-tests",
        WECHAT_MCH_ID: "1900000000",
        WECHAT_ENV_ID: "test-0",
        UNITEL_API_URL: "http://unitel:4000/api/v1",
        UNITEL_USERNAME: "elife",
        DB_RETRY_DELAY: 1000,
      },
    },
    web: { version: "1.0.0" },
  };
}

/** What a client asks of the API, and the answer. */
export interface Asked {
  status: number;
  body: unknown;
}

/** How a command ended. */
export interface Ended {
  output: string;
  exitCode: number | undefined;
}

/** An order as its buyer gets it. */
interface Bought {
  orderNumber: string;
  payment: { totalFee: number; attach: string };
}

/** The example as its operators and its users meet it. */
export class Elife {
  token = "";

  private constructor(
    readonly project: TestProject,
    readonly settings: ReturnType<typeof settingsOf>,
    readonly port: number,
  ) {}

  /** @param port that it publishes. Default: a free one */
  static async create(port?: number): Promise<Elife> {
    const published = port ?? (await freePort());
    const settings = settingsOf(published);
    const project = await TestProject.create(settings, { example: "elife" });
    // Its users have it in a repository, whose whole source a release keeps.
    await project.track();
    return new Elife(project, settings, published);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Name of the container that runs now for a service. */
  async container(service: string): Promise<string> {
    const name = `name=^elife-${this.project.stack}-${service}-[0-9a-f]{7}$`;
    return (await run("docker", ["ps", "--format", "{{.Names}}", "--filter", name])).stdout;
  }

  /** SQL as the database's administrator, a row a line. */
  async sql(text: string): Promise<string> {
    const client = ["mariadb", "-u", "mysql", "-N", "-B", "elife", "-e", text];
    return (await run("docker", ["exec", `elife-${this.project.stack}-database`, ...client])).stdout;
  }

  /** The application's own verification, in the backend's container, with the settings that the backend itself has. */
  async verify(): Promise<Ended> {
    const command = "set -a; . /run/secrets/settings; exec node dist/verify.js";
    const words = ["exec", await this.container("backend"), "sh", "-c", command];
    const { stdout, stderr, exitCode } = await run("docker", words, { reject: false });
    return { output: stdout + stderr, exitCode };
  }

  async up(): Promise<Ended> {
    this.project.writeStackFile();
    const { stdout, stderr, exitCode } = await this.project.up();
    return { output: stdout + stderr, exitCode };
  }

  /** How often the stand-in was asked to recharge for an order. */
  async recharges(order: string): Promise<number> {
    const script = `set -a; . /run/secrets/settings; exec node -e '
      const authorization = "Basic " + btoa(process.env.UNITEL_USERNAME + ":" + process.env.UNITEL_PASSWORD);
      fetch("http://127.0.0.1:4000/api/v1/recharges/${order}", { headers: { authorization } })
        .then((answer) => answer.json()).then(({ count }) => console.log(count))'`;
    const { stdout } = await run("docker", ["exec", await this.container("unitel"), "sh", "-c", script]);
    return Number(stdout);
  }

  /** Writes a migration, in a folder as Prisma makes them. */
  migration(name: string, sql: string): void {
    const folder = join(this.project.folder, "migrations", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "migration.sql"), sql);
  }

  async ask(path: string, body?: object): Promise<Asked> {
    const answer = await fetch(this.url + path, {
      ...(body && { method: "POST", body: JSON.stringify(body) }),
      headers: {
        "content-type": "application/json",
        ...(this.token && { authorization: `Bearer ${this.token}` }),
      },
    });
    return { status: answer.status, body: await answer.json().catch(() => undefined) };
  }

  /** Makes an order as whom `token` names. */
  async buy(): Promise<Bought> {
    const wanted = { phoneNumber: "88112233", productOperator: "UNITEL", rechargeType: "VOICE" };
    const { status, body } = await this.ask("/api/orders", { ...wanted, productCode: "5000" });
    if (status !== 201) throw new Error(`no order: ${status} ${JSON.stringify(body)}`);
    return body as Bought;
  }

  /** A callback as WeChat sends it. */
  pay(order: string, fields: object): Promise<Asked> {
    const result = { returnCode: "SUCCESS", resultCode: "SUCCESS", transactionId: `WX${order}` };
    return this.ask(`/api/payment/callback/${order}`, { ...result, ...fields });
  }

  /** One of the npm commands, as npm runs it in the folder of the project. */
  async npm(args: string[], input?: string): Promise<Ended> {
    const { stdout, stderr, exitCode } = await run(
      process.execPath,
      ["--import", "tsx", join(root, "toolchain", "main.ts"), ...args, "--stack", this.project.stack],
      {
        cwd: root,
        env: { ...this.project.env, INIT_CWD: this.project.folder },
        reject: false,
        ...(input !== undefined && { input }),
      },
    );
    return { output: stdout + stderr, exitCode };
  }
}
