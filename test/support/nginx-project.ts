import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import { run, type RunResult } from "../../operations/kernel/run";
import type { NginxArgs } from "../../components/edge/nginx";
import { root } from "./program";
import { TestProject } from "./project";

/** What a test sets: the arguments of Nginx, with services by name. */
export type TestSite = Omit<NginxArgs, "host" | "image" | "routes"> & { routes: object[]; health?: string };

/** What the service behind Nginx saw. */
export interface Seen {
  name: string;
  method: string;
  path: string;
  size: number;
  headers: Record<string, string>;
}

/** An answer as it came over the wire: nothing followed, nothing decompressed. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A stack with Nginx before two services, and nothing else. */
export class NginxProject {
  private constructor(
    readonly project: TestProject,
    public site: TestSite,
  ) {}

  static async create(site: TestSite): Promise<NginxProject> {
    const project = await TestProject.create({ site });
    const program = join("test", "docker", "nginx-program");
    mkdirSync(join(project.folder, "test", "docker"), { recursive: true });
    cpSync(join(root, program), join(project.folder, program), { recursive: true });
    project.edit(
      "index.ts",
      () => `import program = require("./test/docker/nginx-program/index");\nexport = program;\n`,
    );
    return new NginxProject(project, site);
  }

  /** Changes arguments of Nginx for the next update. */
  change(changes: Partial<TestSite>): void {
    this.site = { ...this.site, ...changes };
    this.project.settings["site"] = JSON.parse(JSON.stringify(this.site)) as unknown;
    this.project.writeStackFile();
  }

  async succeeds(): Promise<string> {
    const { stdout, stderr, exitCode } = await this.project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    return stdout + stderr;
  }

  async fails(...patterns: RegExp[]): Promise<void> {
    const { stdout, stderr, exitCode } = await this.project.up();
    assert.notEqual(exitCode, 0, stdout);
    for (const pattern of patterns) assert.match(stdout + stderr, pattern);
    assert.doesNotMatch(stdout + stderr, /^\s+at .*:\d+:\d+/m, "a stack trace");
  }

  /** Runs a command in the container of Nginx. */
  async inNginx(...command: string[]): Promise<RunResult> {
    return run("docker", ["exec", await this.server(), ...command], { reject: false });
  }

  /** Name of the newest container that Nginx runs in. */
  async server(): Promise<string> {
    const [newest = ""] = (await this.servers()).slice(0, 1);
    return newest;
  }

  /** Names of all of them, the newest first. */
  async servers(): Promise<string[]> {
    const filter = `name=${this.container}-server`;
    const { stdout } = await run("docker", ["ps", "--filter", filter, "--format", "{{.Names}}"]);
    return stdout.split("\n").filter(Boolean);
  }

  /** Name of the container that holds the ports. */
  get container(): string {
    return `proxy-system-${this.project.stack}-nginx`;
  }

  /** The configuration that is live. */
  async live(): Promise<string> {
    return (await this.inNginx("cat", "/etc/nginx/live/site.conf")).stdout;
  }

  /** What the live folder says of the container that serves: its host name. */
  async named(): Promise<string> {
    return (await run("docker", ["exec", this.container, "cat", "/etc/nginx/live/edge"])).stdout;
  }

  /** Files for routes with `folder`; gives the folder's path. */
  folder(files: Record<string, string>): string {
    const folder = join(this.project.folder, "www");
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text, { mode: 0o644 });
    }
    return folder;
  }

  async inspect(...args: string[]): Promise<string> {
    return (await run("docker", ["inspect", ...args, this.container])).stdout;
  }

  remove(): Promise<void> {
    return this.project.remove();
  }
}

/** Makes one request, without following, decompressing or believing a certificate. */
export function ask(url: string, options: RequestOptions & { body?: Buffer | string } = {}): Promise<Answer> {
  const { body, ...rest } = options;
  const start = url.startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((done, fail) => {
    const request = start(
      url,
      { rejectUnauthorized: false, agent: false, ...rest } as RequestOptions,
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () =>
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString("latin1"),
          }),
        );
      },
    );
    // Nginx answers a body that is too large before it has all of it, and closes.
    request.on("error", fail);
    request.end(body);
  });
}

/** What the service saw of a request. */
export async function seen(
  url: string,
  options: RequestOptions & { body?: Buffer | string } = {},
): Promise<Seen> {
  const { status, body } = await ask(url, options);
  assert.equal(status, 200, body);
  return JSON.parse(body) as Seen;
}

/** Asks until an answer is good, for 10 s at most. */
export async function serves(url: string): Promise<void> {
  for (const end = Date.now() + 10_000; ;) {
    const status = await ask(url, { signal: AbortSignal.timeout(2000) }).then(({ status }) => status, String);
    if (status === 200) return;
    assert.ok(Date.now() < end, `${url} answers ${status}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
