import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connect as connectTls } from "node:tls";
import { renderSite } from "../../components/edge/config";
import { mainConfig } from "../../components/edge/main";
import { ports, type Site } from "../../components/edge/site";
import { run, type RunResult } from "../../operations/kernel/run";
import { freePort } from "./project";

/** A service in Nginx itself, so that a test needs no second container: it answers with the request that reached it. */
const service = `server {
  listen 127.0.0.1:9000;
  access_log off;
  location / {
    default_type text/plain;
    return 200 "$request_uri";
  }
}
`;

/** Where {@link NginxAlone} has the service that answers with what it was asked. */
export const echo = { name: "echo", addresses: ["127.0.0.1"], port: 9000 };

/** One answer, as it came. */
export interface RawAnswer {
  status: number;
  head: string;
  body: string;
  location: string | undefined;
}

/** The edge's own container and configuration without Pulumi: seconds instead of a minute. */
export class NginxAlone {
  private constructor(
    readonly container: string,
    private readonly folder: string,
    readonly http: number,
    readonly https: number,
  ) {}

  /**
   * @param site as `siteWith` makes it
   * @param files by their path below the live folder
   */
  static async start(site: Site | string, files: Record<string, string> = {}): Promise<NginxAlone> {
    const components = join(__dirname, "..", "..", "components", "edge");
    const text = (name: string) => readFileSync(join(components, name), "utf8");
    const folder = mkdtempSync(join(tmpdir(), "nginx-alone-"));
    const [http, https] = [await freePort(), await freePort()];
    const name = `pws-test-nginx-${http}`;
    const nginx = new NginxAlone(name, folder, http, https);
    try {
      await run("docker", [
        ...["create", "--name", name, "--user", "nginx", "--tmpfs", "/tmp", "--cap-drop", "ALL"],
        ...["--publish", `127.0.0.1:${http}:${ports.http}`, "--publish", `127.0.0.1:${https}:${ports.https}`],
        ...[
          "--env",
          `MAIN_CONFIG=${mainConfig}`,
          "--env",
          `UPSTREAMS_MODULE=${text("service-addresses.js")}`,
        ],
        ...["--ulimit", "nofile=1024:16384", "--entrypoint", "/bin/sh", "local/nginx:1.26", "-c", start],
      ]);
      await nginx.put(site, files);
      await run("docker", ["start", name]);
      await nginx.waitFor("http");
    } catch (error) {
      await nginx.remove();
      throw error;
    }
    return nginx;
  }

  /** Loads another site into the running Nginx, as a switch does. */
  async reload(site: Site | string): Promise<string> {
    await this.put(site, {});
    const { stderr } = await run("docker", ["exec", this.container, ...nginxCommand, "-s", "reload"]);
    return stderr;
  }

  private async put(site: Site | string, files: Record<string, string>): Promise<void> {
    const live = join(this.folder, "live");
    const rendered = typeof site === "string" ? site : renderSite(site);
    const all = { "site.conf": `${rendered}\n${service}`, upstreams: "echo 127.0.0.1:9000\n", ...files };
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(dirname(join(live, name)), { recursive: true });
      writeFileSync(join(live, name), text, { mode: 0o644 });
    }
    await run("docker", ["cp", `${live}/.`, `${this.container}:/etc/nginx/live`]);
  }

  /** What it says when it cannot start is part of the failure. */
  private async waitFor(scheme: "http" | "https"): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      const answer = await this.ask(scheme, "GET / HTTP/1.0").catch(() => undefined);
      if (answer) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`Nginx does not answer: ${await this.logs()}`);
  }

  /** Sends lines as they are: no client tidies them up first. */
  ask(scheme: "http" | "https", ...lines: string[]): Promise<RawAnswer> {
    const servername = /^host: *([^:\r\n]+)/im.exec(lines.join("\n"))?.[1] ?? "site.example";
    return this.exchange(
      scheme === "http"
        ? connect(this.http, "127.0.0.1")
        : connectTls({ port: this.https, host: "127.0.0.1", servername, rejectUnauthorized: false }),
      lines,
    );
  }

  /** The same with a name in the handshake that is not the one in the request. */
  askAs(servername: string, ...lines: string[]): Promise<RawAnswer> {
    const options = { port: this.https, host: "127.0.0.1", servername, rejectUnauthorized: false };
    return this.exchange(connectTls(options), lines);
  }

  private exchange(socket: Socket, lines: string[]): Promise<RawAnswer> {
    return new Promise((done, fail) => {
      const parts: Buffer[] = [];
      socket.on("data", (part: Buffer) => parts.push(part)).on("error", fail);
      socket.setTimeout(20_000, () => socket.destroy(new Error("no answer within 20 s")));
      socket.on("close", () => {
        const [head = "", body = ""] = Buffer.concat(parts)
          .toString("latin1")
          .split(/\r\n\r\n([\s\S]*)/);
        const status = Number(/^HTTP\/1\.\d (\d+)/.exec(head)?.[1] ?? 0);
        if (status === 0) return fail(new Error(`no answer: ${head}`));
        done({ status, head, body, location: /^location: (.*)$/im.exec(head)?.[1] });
      });
      const named = lines.some((line) => /^host:/i.test(line));
      const all = [...lines, ...(named ? [] : ["Host: site.example"]), "Connection: close"];
      socket.write(Buffer.from(`${all.join("\r\n")}\r\n\r\n`, "latin1"));
    });
  }

  /** Runs a shell command in the container as its root. */
  asRoot(command: string): Promise<RunResult> {
    return run("docker", ["exec", "--user", "0", this.container, "sh", "-c", command]);
  }

  async logs(): Promise<string> {
    const { stdout, stderr } = await run("docker", ["logs", this.container], { reject: false });
    return stdout + stderr;
  }

  async remove(): Promise<void> {
    await run("docker", ["rm", "--force", "--volumes", this.container], { reject: false });
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const nginxCommand = ["nginx", "-c", "/tmp/nginx.conf"];

/** What every container of the edge does before it starts Nginx, without the ports that it takes from another. */
const start = `printf %s "$MAIN_CONFIG" >/tmp/nginx.conf && printf %s "$UPSTREAMS_MODULE" >/tmp/upstreams.js
: >/tmp/tls-groups.conf && : >/tmp/keep-alive.conf && exec nginx -c /tmp/nginx.conf -g "daemon off;"`;
