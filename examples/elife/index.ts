import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Backups, Host, Image, Migration, MySql, Nginx, preflight, Seed, Service, verifyRunning } from "../../components";
import { recordRelease } from "../../components/release/release";
import { backupsArgs, databaseArgs } from "../../config/database";
import { edgeArgs, edgePorts } from "../../config/edge";
import { guardDeployment } from "../../config/guard";
import { imageSources, packageSources } from "../../config/images";
import { readConfig } from "../../config/read";
import { limits } from "../../config/service";
import { environment, StackConfig } from "./config";

/** elife: MariaDB in MySQL's place, a NestJS backend, a page that Nginx serves, and in dev and preprod a stand-in for the operator. */
export = async () => {
  const system = pulumi.getProject();
  const stack = pulumi.getStack();
  const config = readConfig(StackConfig);
  guardDeployment(config.deployments);
  const { edge, unitelSimulator } = config;
  const sources = imageSources(config);
  const official = { mariadb: "mariadb:11.8", nginx: "nginx:1.26", node: "node:20-slim" };

  const pinned = await preflight({
    endpoint: config.host,
    certificates: config.hostCertificates,
    system,
    stack,
    ports: {
      ...edgePorts(edge),
      ...(config.database.localPort && { "database.localPort": config.database.localPort }),
    },
    migrations: [{ folder: "migrations", product: "MariaDB" }],
    images: { ...sources, names: Object.values(official) },
  });

  const host = new Host("host", {
    system,
    stack,
    endpoint: config.host,
    certificates: config.hostCertificates,
    ...sources,
  });
  const complete = recordRelease({ host });
  const pulled = (name: keyof typeof official) =>
    new Image(`${name}-image`, { host, name: pinned[official[name]] ?? official[name] });
  const node = pulled("node");
  const built = (name: string, version: string, onNode = true) =>
    new Image(`${name}-image`, {
      host,
      name: `${system}/${name}:${version}`,
      build: {
        context: `apps/${name}`,
        ...(onNode && { args: { VERSION: version }, bases: { NODE_IMAGE: node } }),
        packages: packageSources(config.builds),
      },
    });
  const images = {
    mariadb: pulled("mariadb"),
    nginx: pulled("nginx"),
    backend: built("backend", config.backend.version),
    web: built("web", config.web.version, false),
    ...(unitelSimulator && { unitel: built("unitel", unitelSimulator.version) }),
  };

  const database = new MySql("database", {
    host,
    engine: "mariadb",
    image: images.mariadb.id,
    database: "elife",
    collation: "utf8mb4_unicode_ci",
    ...databaseArgs(config.database),
  });

  const backups = new Backups("backups", { database, ...backupsArgs(config.database) });

  const migration = new Migration("migration", {
    database,
    folder: "migrations",
    backup: backups,
    after: Object.values(images),
  });

  const products = new Seed("products", {
    database,
    file: "seeds/products.sql",
    after: [migration],
    every: [images.backend.id],
  });

  const unitel = {
    UNITEL_PASSWORD:
      config.backend.secrets.UNITEL_PASSWORD ??
      new random.RandomPassword("unitel-password", { length: 32, special: false }).result,
  };
  const simulator =
    images.unitel &&
    new Service("unitel", {
      host,
      image: images.unitel.id,
      command: ["node", "server.mjs"],
      port: 4000,
      aliases: ["unitel"],
      health: { path: "/health" },
      settings: { UNITEL_USERNAME: config.backend.settings.UNITEL_USERNAME ?? "" },
      secrets: unitel,
      memory: 64,
      cpus: 0.5,
    });

  const backend = new Service("backend", {
    host,
    image: images.backend.id,
    command: ["node", "dist/main.js"],
    port: 3000,
    health: { path: "/health" },
    settings: environment(config.backend.settings),
    secrets: {
      DATABASE_URL: database.url,
      JWT_SECRET: new random.RandomPassword("jwt-secret", { length: 48, special: false }).result,
      ...unitel,
    },
    ...limits(config.backend),
    databases: [database],
    after: [migration, products],
    dependsOn: simulator?.ready ?? [],
  });

  const nginx = new Nginx("nginx", {
    host,
    image: images.nginx.id,
    ...edgeArgs(edge),
    routes: [
      { path: "/api/auth/login", exact: true, to: backend, rewriteTo: "/auth/login", rateLimit: { perMinute: 30 } },
      { path: "/api/", to: backend, stripPath: true },
      { path: "/health", to: backend },
      { path: "/", files: { image: images.web.id, folder: "/srv/www" }, cache: "no-cache" },
    ],
    verify: ["/health", "/"],
  });

  const running = verifyRunning({
    host,
    containers: {
      database: [database.container],
      backups: backups.containers,
      ...(simulator && { unitel: simulator.addresses }),
      backend: backend.addresses,
      nginx: [nginx.container],
    },
    after: [nginx.switched],
  });

  complete({ images: { ...images, node }, after: running });

  return { url: running.apply(() => nginx.url) };
};
