import {
  Administrator,
  Backups,
  FilesVolume,
  FrameworkMigration,
  Nginx,
  Postgres,
  Service,
  system,
  Task,
} from "pulumi-web-systems";
import { backupsArgs, databaseArgs, edgeArgs, limits } from "pulumi-web-systems/config";
import { requests, tables } from "./checks";
import { StackConfig } from "./config";
import { database as names, environmentOf } from "./environment";

/** Where the backend collects its static files, and Nginx finds them. */
const staticFolder = "/var/www/static";

/** electric-miniprogram: PostgreSQL, a Django backend, a merchant frontend that Nginx serves itself, and Nginx as the only published port. */
export = system(
  {
    config: StackConfig,
    images: {
      postgres: "postgres:17",
      nginx: "nginx:1.26",
      python: "python:3.13-slim",
      node: "node:20-slim",
    },
    paths: ({ backend }) => ({ "backend.wechatCertificates": backend.wechatCertificates }),
    inputs: (config) => environmentOf(config.environment, config.allowWeakSecrets),
  },
  ({ config, inputs: environment, host, pulled, built }) => {
    const { wechatCertificates } = config.backend;
    const apps = {
      backend: built("backend", config.backend.version, { bases: { PYTHON_IMAGE: "python" } }),
      merchant: built("merchant", config.merchant.version, { bases: { NODE_IMAGE: "node" } }),
    };

    const database = new Postgres(names.host, {
      host,
      image: pulled("postgres").id,
      database: names.name,
      app: names.user,
      appPassword: environment.POSTGRES_PASSWORD,
      ...databaseArgs(config.database),
      extensions: ["pg_stat_statements"],
    });

    const backups = new Backups("backups", { database, ...backupsArgs(config.database) });

    const migration = new FrameworkMigration("migrate", {
      database,
      image: apps.backend.id,
      command: ["python", "manage.py", "migrate", "--noinput"],
      check: ["python", "manage.py", "migrate", "--check"],
      owner: { userVariable: "POSTGRES_USER", passwordVariable: "POSTGRES_PASSWORD" },
      secrets: environment,
      backup: backups,
      after: [apps.merchant],
    });

    // What a release needs is added to what the one before it serves.
    const files = new FilesVolume("static", { host });
    const collected = new Task("collectstatic", {
      host,
      image: apps.backend.id,
      command: ["python", "manage.py", "collectstatic", "--noinput"],
      settings: { DJANGO_SETTINGS_MODULE: "backend.settings.base", STATIC_MANIFEST: "/tmp" },
      volumes: { [staticFolder]: files.name },
    });

    const backend = new Service("backend", {
      host,
      image: apps.backend.id,
      command: ["gunicorn"],
      port: 8000,
      health: { path: "/healthz" },
      settings: { WORKERS: `${config.backend.workers}` },
      secrets: environment,
      mounts: wechatCertificates ? [{ source: wechatCertificates, target: "/etc/wechat" }] : [],
      ...limits(config.backend),
      databases: [database],
      after: [migration],
      dependsOn: [collected.done],
    });

    new Administrator("administrator", {
      service: backend,
      command: ["python", "manage.py", "create_administrator"],
      database,
      count: "SELECT count(*) FROM auth_user WHERE is_superuser",
    });

    const merchant = { image: apps.merchant.id, folder: "/srv/www" };
    const nginx = new Nginx("nginx", {
      host,
      image: pulled("nginx").id,
      ...edgeArgs(config.edge),
      routes: [
        { path: "/api/", to: backend },
        { path: "/api/auth/", to: backend, rateLimit: { perMinute: 60, burst: 20 } },
        { path: "/api/admin/login/", to: backend, rateLimit: { perMinute: 30, burst: 10 } },
        { path: "/healthz", exact: true, to: backend },
        { path: "/merchant/admin", rewriteTo: "/admin" },
        { path: "/merchant/support", rewriteTo: "/support" },
        { path: "/static/", folder: staticFolder, cache: { seconds: 3600 } },
        { path: "/assets/", files: { ...merchant, folder: "/srv/www/assets" }, cache: { seconds: 31536000 } },
        { path: "/", files: merchant, spa: true, cache: "no-cache" },
      ],
      folders: [{ path: staticFolder, volume: files.name }],
      verify: ["/healthz", "/", "/merchant/admin", "/merchant/support"],
    });

    return { nginx, checks: { http: requests(config.backend.version), databases: [{ database, tables }] } };
  },
);
