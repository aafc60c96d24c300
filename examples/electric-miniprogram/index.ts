import * as pulumi from "@pulumi/pulumi";
import {
  Backups,
  FrameworkMigration,
  Host,
  Image,
  Nginx,
  Postgres,
  preflight,
  recordRelease,
  Service,
  Verification,
} from "../../components";
import { backupsArgs, databaseArgs } from "../../config/database";
import { edgeArgs, edgePorts } from "../../config/edge";
import { guardDeployment } from "../../config/guard";
import { imageSources, packageSources } from "../../config/images";
import { readConfig } from "../../config/read";
import { limits } from "../../config/service";
import { StackConfig } from "./config";
import { database as names, environmentOf } from "./environment";

/** electric-miniprogram: PostgreSQL, a Django backend, a merchant frontend that Nginx serves itself, and Nginx as the only published port. */
export = async () => {
  const system = pulumi.getProject();
  const stack = pulumi.getStack();
  const config = readConfig(StackConfig);
  guardDeployment(config.deployments);
  const environment = environmentOf(config.environment, config.allowWeakSecrets);
  const { edge } = config;
  const { wechatCertificates } = config.backend;
  const sources = imageSources(config);
  const official = {
    postgres: "postgres:17",
    nginx: "nginx:1.26",
    python: "python:3.13-slim",
    node: "node:20-slim",
  };

  const pinned = await preflight({
    endpoint: config.host,
    certificates: config.hostCertificates,
    system,
    stack,
    ports: {
      ...edgePorts(edge),
      ...(config.database.localPort && { "database.localPort": config.database.localPort }),
    },
    paths: { ...(wechatCertificates && { "backend.wechatCertificates": wechatCertificates }) },
    migrations: [],
    images: { ...sources, names: Object.values(official) },
  });

  const host = new Host("host", {
    system,
    stack,
    endpoint: config.host,
    certificates: config.hostCertificates,
    ...sources,
  });
  const release = recordRelease({ host });
  const pulled = (name: keyof typeof official) =>
    new Image(`${name}-image`, { host, name: pinned[official[name]] ?? official[name] });
  const [python, node] = [pulled("python"), pulled("node")];
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
  const images = {
    postgres: pulled("postgres"),
    nginx: pulled("nginx"),
    backend: built("backend", config.backend.version, { PYTHON_IMAGE: python }),
    merchant: built("merchant", config.merchant.version, { NODE_IMAGE: node }),
  };

  const database = new Postgres(names.host, {
    host,
    image: images.postgres.id,
    database: names.name,
    app: names.user,
    appPassword: environment.POSTGRES_PASSWORD,
    ...databaseArgs(config.database),
    extensions: ["pg_stat_statements"],
  });

  const backups = new Backups("backups", { database, ...backupsArgs(config.database) });

  const migration = new FrameworkMigration("migrate", {
    database,
    image: images.backend.id,
    command: ["python", "manage.py", "migrate", "--noinput"],
    check: ["python", "manage.py", "migrate", "--check"],
    owner: { user: "POSTGRES_USER", password: "POSTGRES_PASSWORD" },
    secrets: environment,
    backup: backups,
    after: [images.merchant],
  });

  const backend = new Service("backend", {
    host,
    image: images.backend.id,
    command: ["gunicorn"],
    port: 8000,
    health: { path: "/healthz" },
    settings: {
      WORKERS: `${config.backend.workers}`,
      ...(wechatCertificates && { WECHAT_CERTIFICATES: "/etc/wechat" }),
    },
    secrets: environment,
    mounts: wechatCertificates ? [{ source: wechatCertificates, target: "/etc/wechat" }] : [],
    ...limits(config.backend),
    databases: [database],
    after: [migration],
  });

  const merchant = { image: images.merchant.id, folder: "/srv/www" };
  const nginx = new Nginx("nginx", {
    host,
    image: images.nginx.id,
    ...edgeArgs(edge),
    routes: [
      { path: "/api/", to: backend },
      { path: "/api/auth/", to: backend, rateLimit: { perMinute: 60, burst: 20 } },
      { path: "/healthz", exact: true, to: backend },
      { path: "/merchant/admin", rewriteTo: "/admin" },
      { path: "/merchant/support", rewriteTo: "/support" },
      {
        path: "/assets/",
        files: { ...merchant, folder: "/srv/www/assets" },
        cache: { seconds: 31536000, immutable: true },
      },
      { path: "/", files: merchant, spa: true, cache: "no-cache" },
    ],
    verify: ["/healthz", "/", "/merchant/admin", "/merchant/support"],
  });

  const page = 'id="root"';
  const verification = new Verification("verification", {
    host,
    nginx,
    release,
    containers: {
      database: [database.container],
      backups: backups.containers,
      backend: backend.addresses,
      nginx: [nginx.container],
    },
    http: [
      { path: "/healthz", json: { status: "ok" } },
      { path: "/api/", json: { version: config.backend.version } },
      { path: "/merchant/admin", contains: page },
      { path: "/merchant/support", contains: page },
    ],
    databases: [{ database, tables: [{ table: "charging_station" }, { table: "charging_order" }] }],
  });

  release.complete({ images: { ...images, python, node }, after: verification.passed });

  return { url: verification.passed.apply(() => nginx.url) };
};
