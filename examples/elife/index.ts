import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Administrator, Backups, Host, Image, Migration, MySql, Nginx } from "pulumi-web-systems";
import { preflight, recordRelease, Seed, Service, Verification } from "pulumi-web-systems";
import {
  backupsArgs,
  databaseArgs,
  edgeArgs,
  edgePorts,
  guardDeployment,
  imageSources,
  limits,
  packageSources,
  readConfig,
} from "pulumi-web-systems/config";
import { environment, StackConfig } from "./config";
import { answers, scenarios, tables } from "./verified";

/** elife: MariaDB in MySQL's place, a NestJS backend, a page that Nginx serves; in dev and preprod a stand-in for the operator. */
export = async () => {
  const on = { system: pulumi.getProject(), stack: pulumi.getStack() };
  const config = readConfig(StackConfig);
  guardDeployment(config.deployments);
  const { host: endpoint, hostCertificates: certificates, unitelSimulator: simulator } = config;
  const { localPort } = config.database;
  const sources = imageSources(config);
  const official = { mariadb: "mariadb:11.8", nginx: "nginx:1.26", node: "node:20-slim" };

  const pinned = await preflight({
    ...on,
    endpoint,
    certificates,
    ports: { ...edgePorts(config.edge), ...(localPort && { "database.localPort": localPort }) },
    migrations: [{ folder: "migrations", product: "MariaDB" }],
    images: { ...sources, names: Object.values(official) },
  });

  const host = new Host("host", { ...on, endpoint, certificates, ...sources });
  const release = recordRelease({ host });
  const pulled = (name: keyof typeof official) =>
    new Image(`${name}-image`, { host, name: pinned[official[name]] ?? official[name] });
  const packages = packageSources(config.builds);
  type Build = { args?: Record<string, string>; bases?: Record<string, Image> };
  const built = (name: string, version: string, build: Build = {}) =>
    new Image(`${name}-image`, {
      host,
      name: `${on.system}/${name}:${version}`,
      build: { context: `apps/${name}`, packages, ...build },
    });
  const node = pulled("node");
  const onNode = (version: string) => ({ args: { VERSION: version }, bases: { NODE_IMAGE: node } });
  const images = {
    mariadb: pulled("mariadb"),
    nginx: pulled("nginx"),
    backend: built("backend", config.backend.version, onNode(config.backend.version)),
    web: built("web", config.web.version),
    ...(simulator && { unitel: built("unitel", simulator.version, onNode(simulator.version)) }),
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

  const generated = (name: string) => new random.RandomPassword(name, { length: 48, special: false }).result;
  const { UNITEL_PASSWORD = generated("unitel-password") } = config.backend.secrets;
  const unitel =
    images.unitel &&
    new Service("unitel", {
      host,
      image: images.unitel.id,
      command: ["node", "server.mjs"],
      port: 4000,
      aliases: ["unitel"],
      health: { path: "/health" },
      settings: { UNITEL_USERNAME: config.backend.settings.UNITEL_USERNAME ?? "" },
      secrets: { UNITEL_PASSWORD },
      memory: 128,
    });

  const backend = new Service("backend", {
    host,
    image: images.backend.id,
    command: ["node", "dist/main.js"],
    port: 3000,
    health: { path: "/health" },
    settings: environment(config.backend.settings),
    secrets: { DATABASE_URL: database.url, JWT_SECRET: generated("jwt-secret"), UNITEL_PASSWORD },
    ...limits(config.backend),
    databases: [database],
    after: [migration, products],
    dependsOn: unitel?.ready ?? [],
  });

  const login = { path: "/api/auth/login", exact: true, rewriteTo: "/auth/login" };
  const nginx = new Nginx("nginx", {
    host,
    image: images.nginx.id,
    ...edgeArgs(config.edge),
    routes: [
      { ...login, to: backend, rateLimit: { perMinute: 30 } },
      { path: "/api/", to: backend, stripPath: true },
      { path: "/health", to: backend },
      { path: "/", files: { image: images.web.id, folder: "/srv/www" }, cache: "no-cache" },
    ],
    verify: ["/health", "/"],
  });

  new Administrator("administrator", {
    service: backend,
    command: ["node", "dist/create-admin.js"],
    database,
    count: "SELECT COUNT(*) FROM users WHERE role = 'admin'",
  });

  const verification = new Verification("verification", {
    host,
    nginx,
    release,
    containers: {
      database: [database.container],
      backups: backups.containers,
      ...(unitel && { unitel }),
      backend,
      nginx: [nginx.container],
    },
    http: answers(config.backend.version),
    databases: [{ database, tables }],
    commands: [scenarios(backend)],
  });

  release.complete({ images: { ...images, node }, after: verification.passed });

  return { url: verification.passed.apply(() => nginx.url) };
};
