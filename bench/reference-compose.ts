import { readFileSync } from "node:fs";
import { join } from "node:path";
import { healthCommand } from "../components/workload/health";
import { projectRoot } from "../operations/kernel/paths";
import type { ComposeProject } from "./compose";

/** Services of the reference system that both make. */
export const services = ["database", "backend", "web", "mobile", "nginx"] as const;

/** Names of the images, by service: the very ones that this project's stack runs. */
export type Images = Record<(typeof services)[number], string>;

/** What {@link referenceCompose} needs to know. */
export interface ReferenceArgs {
  images: Images;
  /** Port of 127.0.0.1 that Nginx is published on. */
  port: number;
  /** A plain setting of the backend that no code reads: another value is a changed service. */
  release: number;
}

/** The reference system as a user of Docker Compose would write it. Limits are those of this project's stacks. */
export function referenceCompose({ images, port, release }: ReferenceArgs): object {
  const common = (service: keyof Images, memory: number) => ({
    image: images[service],
    pull_policy: "never",
    restart: "unless-stopped",
    mem_limit: `${memory}m`,
    cpus: 1,
    logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } },
  });
  const frontend = (service: "web" | "mobile", own: number) => ({
    ...common(service, 256),
    tmpfs: ["/tmp"],
    healthcheck: everySecond(healthCommand({ path: "/" }, own).command),
  });
  const healthy = { condition: "service_healthy" };
  return {
    services: {
      database: {
        ...common("database", 512),
        environment: {
          POSTGRES_DB: "proxy_system",
          POSTGRES_PASSWORD_FILE: "/run/secrets/database_password",
        },
        secrets: ["database_password"],
        volumes: ["data:/var/lib/postgresql/data", "./initdb:/docker-entrypoint-initdb.d:ro"],
        stop_grace_period: "60s",
        healthcheck: everySecond("pg_isready -U postgres -d proxy_system"),
      },
      backend: {
        ...common("backend", 512),
        entrypoint: ["/bin/sh", "-c", exportSecrets, "sh"],
        command: ["python", "-m", "app"],
        environment: { WORKERS: "2", RELEASE: String(release) },
        secrets: ["database_password", "secret_key"],
        stop_grace_period: "30s",
        depends_on: { database: healthy },
        healthcheck: everySecond(healthCommand({ path: "/health" }, 8000).command),
      },
      web: frontend("web", 5174),
      mobile: frontend("mobile", 5175),
      nginx: {
        ...common("nginx", 256),
        ports: [`127.0.0.1:${port}:8080`],
        volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"],
        depends_on: { backend: healthy, web: healthy, mobile: healthy },
        healthcheck: everySecond(healthCommand({ path: "/health" }, 8080).command),
      },
    },
    volumes: { data: {} },
    secrets: { database_password: { file: "./database_password" }, secret_key: { file: "./secret_key" } },
  };
}

/** Writes everything that the compose file mentions: the migrations and seeds run when the database's volume is new. */
export function writeReferenceFiles(project: ComposeProject): void {
  const order = readFileSync(join(projectRoot, "migrations", "order.txt"), "utf8");
  const names = order.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const files = [...names.map((name) => `migrations/${name}.sql`), "seeds/office_permissions.sql"];
  for (const [at, file] of files.entries())
    project.write(`initdb/${String(at).padStart(2, "0")}.sql`, readFileSync(join(projectRoot, file), "utf8"));
  project.write("nginx.conf", nginxConf);
  project.write("database_password", "only-for-the-benchmark");
  project.write("secret_key", "only-for-the-benchmark-and-long-enough-for-the-backend");
}

function everySecond(command: string) {
  // Compose puts variables in place of a single dollar.
  const test = ["CMD-SHELL", command.replaceAll("$", "$$$$")];
  return { test, interval: "1s", timeout: "5s", retries: 60 };
}

/** The backend reads environment variables only. `$$` is a dollar to Compose. */
const exportSecrets =
  'export SECRET_KEY="$$(cat /run/secrets/secret_key)"; ' +
  'export DATABASE_URL="postgresql://postgres:$$(cat /run/secrets/database_password)@database:5432/proxy_system"; ' +
  'exec "$$@"';

/** Names are looked up while it runs, so that a container with another address is found: better than most compose files do. */
const nginxConf = `worker_processes auto;
events { worker_connections 4096; }
http {
  include /etc/nginx/mime.types;
  keepalive_timeout 65s;
  access_log /dev/stdout;
  resolver 127.0.0.11 valid=2s ipv6=off;
  server {
    listen 8080;
    proxy_http_version 1.1;
    proxy_connect_timeout 5s;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header Connection "";
    set $backend backend;
    set $web web;
    set $mobile mobile;
    location /api/ { proxy_pass http://$backend:8000; }
    location /health { proxy_pass http://$backend:8000; }
    location /mobile/ {
      rewrite ^/mobile/(.*)$ /$1 break;
      proxy_pass http://$mobile:5175;
    }
    location / { proxy_pass http://$web:5174; }
  }
}
`;
