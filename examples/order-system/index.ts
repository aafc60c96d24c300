import * as random from "@pulumi/random";
import {
  Administrator,
  Backups,
  Migration,
  Nginx,
  Postgres,
  Seed,
  Service,
  system,
} from "pulumi-web-systems";
import { backupsArgs, databaseArgs, edgeArgs, limits } from "pulumi-web-systems/config";
import { requests, tables } from "./checks";
import { environment, StackConfig } from "./config";

/** order-system: PostgreSQL, a FastAPI backend, a Next.js frontend, and Nginx as the only published port. */
export = system(
  {
    config: StackConfig,
    images: {
      postgres: "postgres:15",
      nginx: "nginx:1.26",
      python: "python:3.13-slim",
      node: "node:20-slim",
    },
    migrations: [{ folder: "migrations", product: "PostgreSQL" }],
  },
  ({ config, host, pulled, built }) => {
    const apps = {
      backend: built("backend", config.backend.version, { bases: { PYTHON_IMAGE: "python" } }),
      frontend: built("frontend", config.frontend.version, { bases: { NODE_IMAGE: "node" } }),
    };

    const database = new Postgres("database", {
      host,
      image: pulled("postgres").id,
      database: "order_system",
      ...databaseArgs(config.database),
      extensions: ["pg_stat_statements"],
    });

    const backups = new Backups("backups", { database, ...backupsArgs(config.database) });

    const migration = new Migration("migration", {
      database,
      folder: "migrations",
      backup: backups,
      after: Object.values(apps),
    });

    const baseData = new Seed("base-data", {
      database,
      file: "seeds/base_data.sql",
      after: [migration],
      every: [apps.backend.id],
    });

    const newKey = () =>
      new random.RandomPassword("backend-secret-key", { length: 48, special: false }).result;
    const backend = new Service("backend", {
      host,
      image: apps.backend.id,
      command: ["python", "-m", "app"],
      port: 8000,
      health: { path: "/health" },
      settings: { WORKERS: `${config.backend.workers}`, ...environment(config.backend.settings) },
      secrets: { DATABASE_URL: database.url, SECRET_KEY: config.backend.secrets.SECRET_KEY ?? newKey() },
      ...limits(config.backend),
      databases: [database],
      after: [migration, baseData],
    });

    const frontend = new Service("frontend", {
      host,
      image: apps.frontend.id,
      port: 3000,
      health: { path: "/" },
      ...limits(config.frontend),
    });

    const nginx = new Nginx("nginx", {
      host,
      image: pulled("nginx").id,
      ...edgeArgs(config.edge),
      routes: [
        { path: "/api/", to: backend, stripPath: true },
        {
          path: "/api/auth/login",
          exact: true,
          to: backend,
          rewriteTo: "/auth/login",
          rateLimit: { perMinute: 30, burst: 10 },
        },
        { path: "/docs", to: backend },
        { path: "/health", to: backend },
        { path: "/", to: frontend },
      ],
      verify: ["/health", "/api/products", "/docs", "/"],
    });

    new Administrator("administrator", {
      service: backend,
      command: ["python", "-m", "app.create_admin"],
      user: "superAdmin",
      database,
      count: "SELECT count(*) FROM users WHERE role = 'super_admin'",
    });

    return { nginx, checks: { http: requests, databases: [{ database, tables }] } };
  },
);
