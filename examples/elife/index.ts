import * as random from "@pulumi/random";
import { Administrator, Backups, Migration, MySql, Nginx, Seed, Service, system } from "pulumi-web-systems";
import { backupsArgs, databaseArgs, edgeArgs, limits } from "pulumi-web-systems/config";
import { environment, StackConfig } from "./config";
import { requests, scenarios, tables } from "./checks";

/** elife: MariaDB in MySQL's place, a NestJS backend, a page that Nginx serves; in dev and preprod a stand-in for the operator. */
export = system(
  {
    config: StackConfig,
    images: { mariadb: "mariadb:11.8", nginx: "nginx:1.26", node: "node:20-slim" },
    migrations: [{ folder: "migrations", product: "MariaDB" }],
  },
  ({ config, host, pulled, built }) => {
    const simulator = config.unitelSimulator;
    const onNode = { bases: { NODE_IMAGE: "node" } } as const;
    const apps = {
      backend: built("backend", config.backend.version, onNode),
      web: built("web", config.web.version, { args: {} }),
      ...(simulator && { unitel: built("unitel", simulator.version, onNode) }),
    };

    const database = new MySql("database", {
      host,
      engine: "mariadb",
      image: pulled("mariadb").id,
      database: "elife",
      collation: "utf8mb4_unicode_ci",
      ...databaseArgs(config.database),
    });

    const backups = new Backups("backups", { database, ...backupsArgs(config.database) });
    const migration = new Migration("migration", {
      database,
      folder: "migrations",
      backup: backups,
      after: Object.values(apps),
    });
    const products = new Seed("products", {
      database,
      file: "seeds/products.sql",
      after: [migration],
      every: [apps.backend.id],
    });

    const generated = (name: string) =>
      new random.RandomPassword(name, { length: 48, special: false }).result;
    const { UNITEL_PASSWORD = generated("unitel-password") } = config.backend.secrets;
    const unitel =
      apps.unitel &&
      new Service("unitel", {
        host,
        image: apps.unitel.id,
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
      image: apps.backend.id,
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
      image: pulled("nginx").id,
      ...edgeArgs(config.edge),
      routes: [
        { ...login, to: backend, rateLimit: { perMinute: 30 } },
        { path: "/api/", to: backend, stripPath: true },
        { path: "/health", to: backend },
        { path: "/", files: { image: apps.web.id, folder: "/srv/www" }, cache: "no-cache" },
      ],
      verify: ["/health", "/"],
    });

    new Administrator("administrator", {
      service: backend,
      command: ["node", "dist/create-admin.js"],
      database,
      count: "SELECT COUNT(*) FROM users WHERE role = 'admin'",
    });

    return {
      nginx,
      checks: {
        http: requests(config.backend.version),
        databases: [{ database, tables }],
        commands: [scenarios(backend)],
      },
    };
  },
);
