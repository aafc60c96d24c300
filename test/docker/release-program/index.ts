import { appendFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import {
  Backups,
  DatabaseRole,
  Host,
  Image,
  Migration,
  Nginx,
  Postgres,
  preflight,
  recordRelease,
  Service,
  Verification,
} from "../../../components";

/** Every step that a release has, and little else: an image that is built, a database, its backup, a migration, a service twice, Nginx. */
export = async () => {
  const config = new pulumi.Config();
  const port = config.requireNumber("port");
  const on = {
    system: pulumi.getProject(),
    stack: pulumi.getStack(),
    endpoint: "unix:///var/run/docker.sock",
  };
  await preflight({ ...on, ports: { port }, migrations: ["migrations"] });
  const host = new Host("host", on);
  const release = recordRelease({ host });
  for (const event of ["began", "served", "succeeded", "failed"] as const)
    host.on(event, ({ number, served, failure }) =>
      appendFileSync(
        "events.txt",
        `${number} ${event}, ${served ? "serves" : "does not serve"}, ${failure?.step}\n`,
      ),
    );
  const taken = (name: string, image: string) => new Image(name, { host, name: `local/${image}` });
  const app = new Image("app", {
    host,
    name: `${host.prefix}/app:1`,
    build: { context: "app", bases: { PYTHON_IMAGE: taken("python", "python:3.13-slim") } },
  });
  const database = new Postgres("database", {
    host,
    image: taken("postgres", "postgres:17").id,
    database: "shop",
    memory: 256,
    protect: false,
  });
  const backups = new Backups("backups", { database, schedule: { at: "02:30" } });
  const migration = new Migration("migration", {
    database,
    folder: "migrations",
    backup: backups,
    after: [app],
  });
  const reports = new DatabaseRole("reports", { database, may: "read" });
  const site = new Service("site", {
    host,
    image: app.id,
    port: 8000,
    health: { path: "/" },
    settings: config.requireObject<Record<string, string>>("site"),
    replicas: 2,
    memory: 64,
    after: [migration],
    stopGrace: 20,
  });
  const nginx = new Nginx("nginx", {
    host,
    image: taken("nginx-image", "nginx:1.26").id,
    port,
    bind: "127.0.0.1",
    routes: [{ path: "/", to: site }],
    verify: ["/", "/checked"],
  });
  const { passed } = new Verification("verification", {
    host,
    nginx,
    http: [{ path: "/verified" }],
    containers: {
      database: [database.container],
      backups: backups.containers,
      site: site.addresses,
      nginx: [nginx.container],
    },
    release,
  });
  release.complete({ images: { app }, after: passed });
  return { url: passed.apply(() => nginx.url), reports: reports.url };
};
