import * as pulumi from "@pulumi/pulumi";
import {
  Administrator,
  Backups,
  FilesVolume,
  FrameworkMigration,
  Host,
  Nginx,
  Postgres,
  preflight,
  recordRelease,
  Service,
  Task,
  Verification,
} from "pulumi-web-systems";
import {
  backupsArgs,
  databaseArgs,
  edgeArgs,
  edgePorts,
  guardDeployment,
  imageSources,
  limits,
  readConfig,
} from "pulumi-web-systems/config";
import { StackConfig } from "./config";
import { database as names, environmentOf } from "./environment";
import { officialImages, systemImages } from "./images";

/** Where the backend collects its static files, and Nginx finds them. */
const staticFolder = "/var/www/static";

/** electric-miniprogram: PostgreSQL, a Django backend, a merchant frontend that Nginx serves itself, and Nginx as the only published port. */
export = async () => {
  const system = pulumi.getProject();
  const stack = pulumi.getStack();
  const config = readConfig(StackConfig);
  guardDeployment(config.deployments);
  const environment = environmentOf(config.environment, config.allowWeakSecrets);
  const { localPort } = config.database;
  const { wechatCertificates } = config.backend;
  const sources = imageSources(config);
  const engine = { system, stack, endpoint: config.host, certificates: config.hostCertificates };

  const pinned = await preflight({
    ...engine,
    ports: { ...edgePorts(config.edge), ...(localPort && { "database.localPort": localPort }) },
    paths: { ...(wechatCertificates && { "backend.wechatCertificates": wechatCertificates }) },
    migrations: [],
    images: { ...sources, names: officialImages },
  });

  const host = new Host("host", { ...engine, ...sources });
  const release = recordRelease({ host });
  const images = systemImages({ host, config, pinned });

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
    owner: { userVariable: "POSTGRES_USER", passwordVariable: "POSTGRES_PASSWORD" },
    secrets: environment,
    backup: backups,
    after: [images.merchant],
  });

  // What a release needs is added to what the one before it serves.
  const files = new FilesVolume("static", { host });
  const collected = new Task("collectstatic", {
    host,
    image: images.backend.id,
    command: ["python", "manage.py", "collectstatic", "--noinput"],
    settings: { DJANGO_SETTINGS_MODULE: "backend.settings.base", STATIC_MANIFEST: "/tmp" },
    volumes: { [staticFolder]: files.name },
  });

  const backend = new Service("backend", {
    host,
    image: images.backend.id,
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

  const merchant = { image: images.merchant.id, folder: "/srv/www" };
  const nginx = new Nginx("nginx", {
    host,
    image: images.nginx.id,
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

  const verification = new Verification("verification", {
    host,
    nginx,
    release,
    containers: {
      database: [database.container],
      backups: backups.containers,
      backend,
      nginx: [nginx.container],
    },
    http: [
      { path: "/healthz", json: { status: "ok" } },
      { path: "/api/", json: { version: config.backend.version } },
      { path: "/merchant/admin", contains: 'id="root"' },
      { path: "/merchant/support", contains: 'id="root"' },
      { path: "/static/admin/css/base.css", header: { "Content-Type": "text/css" } },
    ],
    databases: [{ database, tables: [{ table: "charging_station" }, { table: "charging_order" }] }],
  });

  release.complete({ images: images, after: verification.passed });
  return { url: verification.passed.apply(() => nginx.url) };
};
