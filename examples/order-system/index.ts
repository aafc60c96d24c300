import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Administrator, Backups, Host, Image, Migration, Nginx, Postgres } from "pulumi-web-systems";
import { preflight, recordRelease, Seed, Service, Verification } from "pulumi-web-systems";
import {
  backupsArgs,
  databaseArgs,
  edgeArgs,
  guardDeployment,
  imageSources,
  limits,
  packageSources,
  readConfig,
} from "pulumi-web-systems/config";
import { requests, tables } from "./checks";
import { environment, publishedPorts, StackConfig } from "./config";

/** order-system: PostgreSQL, a FastAPI backend, a Next.js frontend, and Nginx as the only published port. */
export = async () => {
  const [system, stack] = [pulumi.getProject(), pulumi.getStack()];
  const config = readConfig(StackConfig);
  guardDeployment(config.deployments);
  const sources = imageSources(config);
  const engine = { endpoint: config.host, certificates: config.hostCertificates, system, stack };
  const bases = {
    postgres: "postgres:15",
    nginx: "nginx:1.26",
    python: "python:3.13-slim",
    node: "node:20-slim",
  };

  const pinned = await preflight({
    ...engine,
    ports: publishedPorts(config),
    migrations: [{ folder: "migrations", product: "PostgreSQL" }],
    images: { ...sources, names: Object.values(bases) },
  });

  const host = new Host("host", { ...engine, ...sources });
  const release = recordRelease({ host });
  const pulled = (name: keyof typeof bases) =>
    new Image(`${name}-image`, { host, name: pinned[bases[name]] ?? bases[name] });
  const packages = packageSources(config.builds);
  const built = (name: string, version: string, from: Record<string, Image>) =>
    new Image(`${name}-image`, {
      host,
      name: `${system}/${name}:${version}`,
      build: { context: `apps/${name}`, args: { VERSION: version }, bases: from, packages },
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

  const newKey = () => new random.RandomPassword("backend-secret-key", { length: 48, special: false }).result;
  const backend = new Service("backend", {
    host,
    image: images.backend.id,
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
    image: images.frontend.id,
    port: 3000,
    health: { path: "/" },
    ...limits(config.frontend),
  });

  const nginx = new Nginx("nginx", {
    host,
    image: images.nginx.id,
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

  const verification = new Verification("verification", {
    host,
    nginx,
    release,
    containers: {
      database: [database.container],
      backups: backups.containers,
      backend,
      frontend,
      nginx: [nginx.container],
    },
    http: requests,
    databases: [{ database, tables }],
  });

  release.complete({ images: { ...images, python, node }, after: verification.passed });
  return { url: verification.passed.apply(() => nginx.url) };
};
