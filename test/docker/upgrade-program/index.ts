import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  Backups,
  Host,
  Image,
  Migration,
  MySql,
  Nginx,
  Postgres,
  preflight,
  recordRelease,
  Service,
  Verification,
} from "../../../components";

/** What a user of an earlier version wrote: it must stay as it is when these components become newer. */
export = async () => {
  const config = new pulumi.Config();
  const port = config.requireNumber("port");
  const on = {
    system: pulumi.getProject(),
    stack: pulumi.getStack(),
    endpoint: "unix:///var/run/docker.sock",
  };
  await preflight({ ...on, ports: { port }, migrations: ["migrations", "log-migrations"] });
  const host = new Host("host", on);
  const release = recordRelease({ host });
  const taken = (name: string, image: string) => new Image(name, { host, name: `local/${image}` });
  const python = taken("python", "python:3.13-slim");
  const database = new Postgres("database", {
    host,
    image: taken("postgres", "postgres:17").id,
    database: "shop",
    memory: 256,
    protect: false,
  });
  const backups = new Backups("backups", { database, schedule: { at: "02:30" } });
  const migration = new Migration("migration", { database, folder: "migrations", backup: backups });
  const logs = new MySql("logs", {
    host,
    engine: "mariadb",
    image: taken("mariadb", "mariadb:11.8").id,
    database: "logs",
    memory: 256,
    protect: false,
  });
  const logBackups = new Backups("log-backups", { database: logs, schedule: { at: "02:30" } });
  const logMigration = new Migration("log-migration", {
    database: logs,
    folder: "log-migrations",
    backup: logBackups,
  });
  const site = new Service("site", {
    host,
    image: python.id,
    command: ["python3", "-u", "-c", readFileSync(join(__dirname, "app.py"), "utf8")],
    port: 8000,
    health: { path: "/" },
    settings: { RELEASE: config.require("release") },
    secrets: { DATABASE_URL: database.url, LOGS_URL: logs.url },
    databases: [database, logs],
    memory: 64,
    after: [migration, logMigration],
  });
  const nginx = new Nginx("nginx", {
    host,
    image: taken("nginx-image", "nginx:1.26").id,
    port,
    bind: "127.0.0.1",
    routes: [
      { path: "/ws", to: site, websocket: true },
      { path: "/", to: site },
    ],
    verify: ["/"],
  });
  const { passed } = new Verification("verification", {
    host,
    nginx,
    containers: {
      databases: [database.container, logs.container],
      backups: [...backups.containers, ...logBackups.containers],
      site: site.addresses,
      nginx: [nginx.container],
    },
    http: [{ path: "/" }],
    databases: [
      { database, tables: [{ table: "item" }] },
      { database: logs, tables: [{ table: "entry" }] },
    ],
    release,
  });
  release.complete({ images: { python }, after: passed });
  return { url: passed.apply(() => nginx.url) };
};
