import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { renderSite } from "../../components/edge/config";
import { doors, holdPorts } from "../../components/edge/holder";
import type { SwitchJob } from "../../components/edge/jobs/job";
import { switchEdge } from "../../components/edge/jobs/switch";
import { mainConfig } from "../../components/edge/main";
import { live, ports, type Site } from "../../components/edge/site";
import { Engine, type Ran } from "../../components/engine/engine";
import { theWorld } from "../../components/engine/world";
import { pathProbe } from "../../components/workload/http-probe";
import { run, type RunResult } from "../../operations/kernel/run";
import { root } from "./program";
import { freePort } from "./project";

const text = (name: string) => readFileSync(join(root, "components", "edge", name), "utf8");
/** As it was before the ports had a container of their own. */
const earlier = (name: string) =>
  readFileSync(join(root, "test", "docker", "nginx-program", "before", name), "utf8");
const image = "local/nginx:1.26";
const settings = [`MAIN_CONFIG=${mainConfig}`, `UPSTREAMS_MODULE=${text("service-addresses.js")}`].flatMap(
  (setting) => ["--env", setting],
);

interface SwitchOptions {
  /** `earlier`: with the script of then, in the holder that is Nginx itself. Default `server`. */
  to?: "server" | "earlier";
  /** Every check fails. Default false. */
  refuses?: boolean;
  /** What happens instead of one of its steps in a container, or before it. */
  at?: { step: string; args?: string[]; does: (container: string) => Promise<Ran | undefined> };
}

/** How a switch ended. */
type Switched = Pick<RunResult, "exitCode" | "stdout" | "stderr">;

/** The holder of the ports, Nginx behind it and a switch, without Pulumi. */
export class EdgeAlone {
  private constructor(
    readonly name: string,
    readonly http: number,
    readonly https: number,
  ) {}

  /** @param holder `earlier`: Nginx itself runs in it */
  static async start(holder: "now" | "earlier" = "now"): Promise<EdgeAlone> {
    const [http, https] = [await freePort(), await freePort()];
    const edge = new EdgeAlone(`pws-test-edge-${http}`, http, https);
    try {
      await run("docker", ["network", "create", edge.name]);
      await edge.hold(holder);
      await run("docker", [
        ...["run", "--detach", "--name", edge.server, ...edge.common, "--tmpfs", "/tmp"],
        ...settings,
        ...[
          "--entrypoint",
          "/bin/sh",
          image,
          "-c",
          text("start.sh"),
          "start.sh",
          text("run.pl"),
          live,
          ...doors,
        ],
      ]);
    } catch (error) {
      await edge.remove();
      throw error;
    }
    return edge;
  }

  get server(): string {
    return `${this.name}-server`;
  }

  private get common(): string[] {
    const volumes = [`${this.name}-live:${live}`, `${this.name}-door:/var/tmp`];
    return [
      ...["--network", this.name, "--user", "nginx", "--cap-drop", "ALL"],
      ...volumes.flatMap((volume) => ["--volume", volume]),
    ];
  }

  /** A holder in place of the one before, as when a port is added. */
  async hold(version: "now" | "earlier" = "now"): Promise<void> {
    await run("docker", ["rm", "--force", this.name], { reject: false });
    const published = [
      [this.http, ports.http],
      [this.https, ports.https],
    ].flatMap(([outside, inside]) => ["--publish", `127.0.0.1:${outside}:${inside}`]);
    const command =
      version === "now"
        ? ["perl", image, "-e", holdPorts, doors[0] ?? "", "0", String(ports.http), String(ports.https)]
        : ["/bin/sh", image, "-c", earlier("start.sh")];
    await run("docker", [
      ...["run", "--detach", "--name", this.name, ...this.common, ...published, "--tmpfs", "/tmp"],
      ...[...settings, "--entrypoint", ...command],
    ]);
  }

  /** Switches as the job does, or by the script of an earlier version. */
  async switchTo(
    site: Site | string,
    { to = "server", refuses = false, at }: SwitchOptions = {},
  ): Promise<Switched> {
    const servers = typeof site === "string" ? site : renderSite(site);
    const job: SwitchJob = {
      ...{ container: this.server, holder: this.name, site: servers, upstreams: "none 127.0.0.1:1" },
      ...{ releaseFile: `${live}/release.next`, checks: ["/"] },
      probe: refuses ? "false" : pathProbe(ports.checks),
    };
    if (to === "earlier") return this.switchAsEarlier(job);
    const engine = Engine.of(theWorld);
    const exec = engine.exec.bind(engine);
    engine.exec = async (container, command, options) => {
      const isThere = at && command[2]?.endsWith(text(join("jobs", "inside", at.step)));
      const isIt = isThere && (at.args ?? []).every((word) => command.includes(word));
      return (isIt ? await at.does(container) : undefined) ?? exec(container, command, options);
    };
    try {
      await switchEdge(job, engine);
      return { exitCode: 0, stdout: "", stderr: "" };
    } catch (error) {
      return { exitCode: 1, stdout: "", stderr: (error as Error).message };
    } finally {
      engine.close();
    }
  }

  private switchAsEarlier({ upstreams, releaseFile, site }: SwitchJob): Promise<Switched> {
    const env = {
      CONTAINER: this.name,
      UPSTREAMS: upstreams,
      RELEASE_FILE: releaseFile,
      CHECKS: "",
      PROBE: "false",
    };
    const script = earlier("common.sh") + earlier("switch.sh");
    return run("sh", ["-c", script], { env, input: site, reject: false, timeout: 60_000 });
  }

  /** Where the published port of http sends a client. */
  async sentTo(): Promise<string | null> {
    const answer = await fetch(`http://127.0.0.1:${this.http}/`, {
      redirect: "manual",
      headers: { connection: "close" },
      signal: AbortSignal.timeout(5_000),
    });
    return answer.headers.get("location");
  }

  /** Whether a client gets through a handshake at the published port of https; else why not. */
  handshake(): Promise<string> {
    return new Promise((done) => {
      const options = { port: this.https, host: "127.0.0.1", rejectUnauthorized: false };
      const socket = connectTls({ ...options, servername: "site.example" }, () => end("done"));
      const end = (result: string) => {
        socket.destroy();
        done(result);
      };
      socket.setTimeout(5_000, () => end("no answer")).on("error", (error: Error) => end(error.message));
    });
  }

  /** Runs a shell command where Nginx runs. @param user it may look into processes of its own only */
  inServer(command: string, user: "0" | "nginx" = "0"): Promise<RunResult> {
    return run("docker", ["exec", "--user", user, this.server, "sh", "-c", command]);
  }

  async remove(): Promise<void> {
    await run("docker", ["rm", "--force", "--volumes", this.server, this.name], { reject: false });
    const volumes = [`${this.name}-live`, `${this.name}-door`];
    await run("docker", ["volume", "rm", "--force", ...volumes], { reject: false });
    await run("docker", ["network", "rm", this.name], { reject: false });
  }
}
