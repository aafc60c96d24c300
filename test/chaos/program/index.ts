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

/** The smallest system that has all that a campaign is about: a database of either product, its backups, a migration, a service, Nginx. */
export = async () => {
  const config = new pulumi.Config();
  const port = config.requireNumber("port");
  const product = config.require("product");
  const on = { system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: config.require("host") };
  await preflight({ ...on, ports: { port }, migrations: ["migrations"] });
  const host = new Host("host", on);
  const release = recordRelease({ host });
  const taken = (name: string, image: string) => new Image(name, { host, name: `local/${image}` });
  const app = taken("app", "chaos-app:1");
  const server = {
    host,
    image: taken("server", product === "PostgreSQL" ? "postgres:17" : "mariadb:11.8").id,
    database: "shop",
    memory: 384,
    protect: true,
  };
  const database =
    product === "PostgreSQL"
      ? new Postgres("database", server)
      : new MySql("database", { ...server, engine: "mariadb" });
  const backups = new Backups("backups", { database, schedule: { at: "02:30" } });
  const migration = new Migration("migration", {
    database,
    folder: "migrations",
    backup: backups,
    after: [app],
  });
  const site = new Service("site", {
    host,
    image: app.id,
    command: ["/opt/venv/bin/python3", "-u", "/srv/app.py"],
    port: 8000,
    health: { path: "/health" },
    settings: config.requireObject<Record<string, string>>("site"),
    secrets: { DATABASE_URL: database.url },
    databases: [database],
    memory: 96,
    after: [migration],
    startTimeout: 15,
    stopGrace: 5,
  });
  const nginx = new Nginx("nginx", {
    host,
    image: taken("nginx-image", "nginx:1.26").id,
    port,
    bind: "0.0.0.0",
    routes: [{ path: "/", to: site }],
    verify: ["/health"],
  });
  const { passed } = new Verification("verification", {
    host,
    nginx,
    containers: {
      database: [database.container],
      backups: backups.containers,
      site: site.addresses,
      nginx: [nginx.container],
    },
    http: [{ path: "/checked" }],
    databases: [{ database, tables: [{ table: "numbers" }] }],
    release,
  });
  release.complete({ images: { app }, after: passed });
  return { url: passed.apply(() => nginx.url) };
};
