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
  Verification,
} from "../../components";
import { backupsArgs, databaseArgs } from "../../config/database";
import { edgeArgs } from "../../config/edge";
import { guardDeployment } from "../../config/guard";
import { imageSources, packageSources } from "../../config/images";
import { readConfig } from "../../config/read";
import { limits } from "../../config/service";
import { requests, tables } from "./checks";
import { environment, publishedPorts, StackConfig } from "./config";

/** order-system: PostgreSQL, a FastAPI backend, a Next.js frontend, and Nginx as the only published port. */
export = async () => {
  const [system, stack] = [pulumi.getProject(), pulumi.getStack()];
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
    ports: publishedPorts(config),
    migrations: [{ folder: "migrations", product: "PostgreSQL" }],
    images: { ...sources, names: Object.values(official) },
  });

  const host = new Host("host", { ...engine, ...sources });
  const release = recordRelease({ host });
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

  const secretKey = () =>
    new random.RandomPassword("backend-secret-key", { length: 48, special: false }).result;
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
      // Names there tell their content. Pages name them, so a page that was kept would miss the files of its release.
      { path: "/_next/static/", to: frontend },
      { path: "/", to: frontend, cache: "no-cache" },
    ],
    verify: ["/health", "/api/products", "/docs", "/"],
  });

  const verification = new Verification("verification", {
    host,
    nginx,
    release,
    containers: {
      database: [database.container],
      backups: backups.containers,
      backend: backend.addresses,
      frontend: frontend.addresses,
      nginx: [nginx.container],
    },
    http: requests,
    databases: [{ database, tables }],
  });

  release.complete({ images: { ...images, python, node }, after: verification.passed });

  return { url: verification.passed.apply(() => nginx.url) };
};
