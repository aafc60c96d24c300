import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { labelFilters } from "../components/engine/labels";
import { run } from "../operations/kernel/run";
import { freePort } from "../test/support/project";
import { ensureTestPrograms } from "../toolchain/test-programs";
import { goOn } from "./cleanup";
import type { Pair } from "./pair";
import type { EdgeFigure, EdgeRun, EdgeSide } from "./results";
import type { Rounds } from "./timings";

const connections = 32;
const seconds = 10;
/** Runs of each, one after the other: an edge that slows down with the connections that it made shows it in the later ones. */
const runs = 10;
/** After ten runs of one, until the kernel has forgotten their connections. */
const pause = 65_000;

/**
 * Requests that our Nginx answers for a small page of a service, beside a plain Nginx of the same image with an `upstream` block that keeps
 * connections. Each has the first processor for itself; clients and the service share the other.
 */
export async function edgeFigure({ progress }: Rounds, pair: Pair): Promise<EdgeFigure> {
  await ensureTestPrograms(progress, { wrk: "wrk", taskset: "util-linux" });
  await pair.only("ours");
  const [server = "", web = ""] = await Promise.all([named(pair, "nginx"), named(pair, "web")]);
  const plain = await PlainNginx.start(server, web);
  try {
    await run("docker", ["update", "--cpuset-cpus", "0", server, plain.name]);
    await run("docker", ["update", "--cpuset-cpus", "1", web]);
    const found: EdgeFigure = { connections, seconds, ours: [], plain: [] };
    const urls: Record<EdgeSide, string> = { ours: pair.url("ours", "/"), plain: plain.url };
    for (const side of ["plain", "ours"] as const) {
      for (let turn = 1; turn <= runs; turn++) {
        goOn();
        const answered = await asked(urls[side]);
        found[side].push(answered);
        progress(`edge, run ${turn}: ${side} ${answered.perSecond.toFixed(0)} requests a second`);
      }
      await sleep(pause);
    }
    return found;
  } finally {
    await plain.remove();
    const all = ["--cpuset-cpus", `0-${Number((await run("nproc", [])).stdout) - 1}`];
    await run("docker", ["update", ...all, server, web], { reject: false });
  }
}

/** The container of a service; of the edge the one that Nginx runs in, whose name goes on after that of the one that holds the ports. */
async function named({ project }: Pair, service: string): Promise<string> {
  const filters = labelFilters({ system: "proxy-system", stack: project.stack, service });
  const { stdout } = await run("docker", ["ps", "--format", "{{.Names}}", ...filters]);
  return stdout.split("\n").sort((a, b) => b.length - a.length)[0] ?? "";
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 50; tries++, await sleep(100))
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
  throw new Error(`${url} does not answer`);
}

async function asked(url: string): Promise<EdgeRun> {
  const load = [
    "--threads",
    "1",
    "--connections",
    `${connections}`,
    "--duration",
    `${seconds}s`,
    "--latency",
    url,
  ];
  return readWrk((await run("taskset", ["--cpu-list", "1", "wrk", ...load])).stdout);
}

/** @throws Error when a request failed: figures of failed requests would be none */
export function readWrk(output: string): EdgeRun {
  const [, perSecond = ""] = /^Requests\/sec: +([\d.]+)$/m.exec(output) ?? [];
  const [, p99 = "", unit = ""] = /^ +99% +([\d.]+)(us|ms|s)$/m.exec(output) ?? [];
  const factor = { us: 0.001, ms: 1, s: 1000 }[unit];
  if (perSecond === "" || factor === undefined || /Non-2xx|Socket errors/.test(output))
    throw new Error(`requests failed:\n${output}`);
  return { perSecond: Number(perSecond), p99: Number(p99) * factor };
}

/** The edge that people write by hand, with the log and the headers that ours has. */
class PlainNginx {
  private constructor(
    readonly name: string,
    readonly url: string,
    private readonly folder: string,
  ) {}

  static async start(server: string, web: string): Promise<PlainNginx> {
    const folder = mkdtempSync(join(tmpdir(), "bench-edge-"));
    const port = await freePort();
    const plain = new PlainNginx(`bench-plain-nginx-${port}`, `http://127.0.0.1:${port}/`, folder);
    const { stdout: upstreams } = await run("docker", ["exec", server, "cat", "/etc/nginx/live/upstreams"]);
    const [, address = ""] = /^web (\S+)$/m.exec(upstreams) ?? [];
    writeFileSync(join(folder, "nginx.conf"), plainConfig(address), { mode: 0o644 });
    const ask = (format: string, of: string) => run("docker", ["inspect", "--format", format, of]);
    const { stdout: image } = await ask("{{.Image}}", server);
    const { stdout: network } = await ask(
      "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}",
      web,
    );
    await run("docker", [
      ...[
        "run",
        "--detach",
        "--rm",
        "--name",
        plain.name,
        "--user",
        "nginx",
        "--tmpfs",
        "/tmp",
        "--network",
        network,
      ],
      ...["--publish", `127.0.0.1:${port}:8080`, "--volume", `${folder}/nginx.conf:/etc/nginx/nginx.conf:ro`],
      ...["--entrypoint", "nginx", image, "-g", "daemon off;"],
    ]);
    await answers(plain.url);
    return plain;
  }

  async remove(): Promise<void> {
    await run("docker", ["rm", "--force", this.name], { reject: false });
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const plainConfig = (address: string) => `worker_processes auto;
pid /tmp/nginx.pid;
error_log /dev/stderr warn;
events {
  worker_connections 4096;
}
http {
  include /etc/nginx/mime.types;
  sendfile on;
  keepalive_timeout 65s;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  log_format edge '$remote_addr [$time_iso8601] "$request" $status $body_bytes_sent $request_time "$http_referer" "$http_user_agent" $host $upstream_addr $upstream_response_time $request_id';
  access_log /dev/stdout edge;
  upstream web {
    server ${address};
    keepalive 64;
  }
  server {
    listen 8080;
    location / {
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Request-ID $request_id;
      proxy_pass http://web;
    }
  }
}
`;
