import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import {
  Backups,
  Host,
  Image,
  Migration,
  Nginx,
  Postgres,
  preflight,
  recordRelease,
  Seed,
  Service,
  verifyRunning,
} from "../../components";
import { backupsArgs, databaseArgs } from "../../config/database";
import { edgeArgs, edgePorts } from "../../config/edge";
import { guardDeployment } from "../../config/guard";
import { imageSources, packageSources } from "../../config/images";
import { readConfig } from "../../config/read";
import { limits } from "../../config/service";
import { environment, StackConfig } from "./config";

/** order-system: PostgreSQL, a FastAPI backend, a Next.js frontend, and Nginx as the only published port. */
export = async () => {
  const system = pulumi.getProject();
  const stack = pulumi.getStack();
  const config = readConfig(StackConfig);
  guardDeployment(config.deployments);
  const { edge } = config;
  const sources = imageSources(config);
  const engine = { endpoint: config.host, certificates: config.hostCertificates, system, stack };
  const official = {
    postgres: "postgres:15",
    nginx: "nginx:1.26",
    python: "python:3.13-slim",
    node: "node:20-slim",
  };

  const pinned = await preflight({
    ...engine,
    ports: {
      ...edgePorts(edge),
      ...(config.database.localPort && { "database.localPort": config.database.localPort }),
    },
    migrations: [{ folder: "migrations", product: "PostgreSQL" }],
    images: { ...sources, names: Object.values(official) },
  });

  const host = new Host("host", { ...engine, ...sources });
  const complete = recordRelease({ host });
  const pulled = (name: keyof typeof official) =>
    new Image(`${name}-image`, { host, name: pinned[official[name]] ?? official[name] });
  const built = (name: string, version: string, bases: Record<string, Image>) =>
    new Image(`${name}-image`, {
      host,
      name: `${system}/${name}:${version}`,
      build: {
        context: `apps/${name}`,
        args: { VERSION: version },
        bases,
        packages: packageSources(config.builds),
      },
    });
  const [python, node] = [pulled("python"), pulled("node")];
  const images = {
    postgres: pulled("postgres"),
    nginx: pulled("nginx"),
    backend: built("backend", config.backend.version, { PYTHON_IMAGE: python }),
    frontend: built("frontend", config.frontend.version, { NODE_IMAGE: node }),
  };

  const database = new Postgres("database", {
    host,
    image: images.postgres.id,
    database: "order_system",
    ...databaseArgs(config.database),
    extensions: ["pg_stat_statements"],
  });

  const backups = new Backups("backups", { database, ...backupsArgs(config.database) });

  const migration = new Migration("migration", {
    database,
    folder: "migrations",
    backup: backups,
    after: [images.backend, images.frontend],
  });

  const baseData = new Seed("base-data", {
    database,
    file: "seeds/base_data.sql",
    after: [migration],
    every: [images.backend.id],
  });

  const secretKey = () => new random.RandomPassword("backend-secret-key", { length: 48, special: false }).result;
  const backend = new Service("backend", {
    host,
    image: images.backend.id,
    command: ["python", "-m", "app"],
    port: 8000,
    health: { path: "/health" },
    settings: { WORKERS: `${config.backend.workers}`, ...environment(config.backend.settings) },
    secrets: { DATABASE_URL: database.url, SECRET_KEY: config.backend.secrets.SECRET_KEY ?? secretKey() },
    ...limits(config.backend),
    databases: [database],
    after: [migration, baseData],
  });

  const frontend = new Service("frontend", {
    host,
    image: images.frontend.id,
    port: 3000,
    health: { path: "/" },
    ...limits(config.frontend),
  });

  const nginx = new Nginx("nginx", {
    host,
    image: images.nginx.id,
    ...edgeArgs(edge),
    routes: [
      { path: "/api/", to: backend, stripPath: true },
      { path: "/docs", to: backend },
      { path: "/health", to: backend },
      { path: "/", to: frontend },
    ],
    verify: ["/health", "/api/products", "/docs", "/"],
  });

  const running = verifyRunning({
    host,
    containers: {
      database: [database.container],
      backups: backups.containers,
      backend: backend.addresses,
      frontend: frontend.addresses,
      nginx: [nginx.container],
    },
    after: [nginx.switched],
  });

  complete({ images: { ...images, python, node }, after: running });

  return { url: running.apply(() => nginx.url) };
};
