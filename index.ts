import * as random from "@pulumi/random";
import {
  Administrator,
  Backups,
  Migration,
  Nginx,
  Postgres,
  Redis,
  Seed,
  Service,
  system,
} from "pulumi-web-systems";
import { backupsArgs, databaseArgs, edgeArgs, limits } from "pulumi-web-systems/config";
import { databaseChecks, requests } from "./checks";
import { StackConfig } from "./config";

/** proxy-system: PostgreSQL, Redis, a FastAPI backend, a web and a mobile frontend, and Nginx as the only published port. */
export = system(
  {
    config: StackConfig,
    images: {
      postgres: "postgres:17",
      redis: "redis:8",
      nginx: "nginx:1.26",
      python: "python:3.13-slim",
      node: "node:20-slim",
    },
    migrations: [{ folder: "migrations", product: "PostgreSQL" }],
    paths: ({ backend }) => ({ "backend.certificates": backend.certificates }),
  },
  ({ config, host, pulled, built }) => {
    const frontend = { bases: { NODE_IMAGE: "node", NGINX_IMAGE: "nginx" } } as const;
    const apps = {
      backend: built("backend", config.backend.version, { bases: { PYTHON_IMAGE: "python" } }),
      web: built("web", config.web.version, frontend),
      mobile: built("mobile", config.mobile.version, frontend),
    };

    const cache = new Redis("cache", { host, image: pulled("redis").id, ...config.cache });
    const database = new Postgres("database", {
      ...{ host, image: pulled("postgres").id, database: "proxy_system" },
      ...databaseArgs(config.database),
      extensions: ["pg_stat_statements"],
    });
    const backup = new Backups("backups", { database, ...backupsArgs(config.database) });
    const after = Object.values(apps);
    const migration = new Migration("migration", { database, folder: "migrations", backup, after });
    const permissions = new Seed("permissions", {
      ...{ database, file: "seeds/office_permissions.sql", after: [migration], every: [apps.backend.id] },
    });

    const { certificates, workers, settings, secrets } = config.backend;
    const key = new random.RandomPassword("backend-secret-key", { length: 48, special: false });
    const backend = new Service("backend", {
      ...{ host, image: apps.backend.id, command: ["python", "-m", "app"], port: 8000 },
      health: { path: "/health" },
      settings: { WORKERS: `${workers}`, ...settings },
      secrets: { DATABASE_URL: database.url, REDIS_URL: cache.url, SECRET_KEY: key.result, ...secrets },
      mounts: certificates ? [{ source: certificates, target: "/etc/certificates" }] : [],
      ...limits(config.backend),
      ...{ databases: [database], reaches: [cache], after: [migration, permissions] },
    });
    const web = new Service("web", {
      ...{ host, image: apps.web.id, port: 5174, health: { path: "/" } },
      ...limits(config.web),
    });
    const mobile = new Service("mobile", {
      ...{ host, image: apps.mobile.id, port: 5175, health: { path: "/" } },
      ...limits(config.mobile),
    });

    const nginx = new Nginx("nginx", {
      ...{ host, image: pulled("nginx").id, ...edgeArgs(config.edge) },
      routes: [
        { path: "/api/", to: backend },
        { path: "/api/v1/auth/login", exact: true, to: backend, rateLimit: { perMinute: 30, burst: 10 } },
        { path: "/health", to: backend },
        { path: "/mobile/", to: mobile, stripPath: true },
        { path: "/", to: web },
      ],
      verify: ["/health", "/api/v1/payment-configs/", "/mobile/", "/"],
    });

    new Administrator("administrator", {
      ...{ service: backend, command: ["python", "-m", "app.create_admin"], database },
      count: "SELECT count(*) FROM yonghu_juese JOIN juese ON juese.id = juese_id WHERE daima = 'admin'",
    });
    return { nginx, checks: { http: requests, databases: [{ database, ...databaseChecks }] } };
  },
);
