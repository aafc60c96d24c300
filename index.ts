import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import {
  Administrator,
  Backups,
  Host,
  Image,
  Migration,
  Nginx,
  Postgres,
  preflight,
  recordRelease,
  Seed,
  Service,
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
  packageSources,
  readConfig,
} from "pulumi-web-systems/config";
import { StackConfig } from "./config";

/** proxy-system: PostgreSQL, a FastAPI backend, a web and a mobile frontend, and Nginx as the only published port. */
export = async () => {
  const system = pulumi.getProject();
  const stack = pulumi.getStack();
  const config = readConfig(StackConfig);
  guardDeployment(config.deployments);
  const { edge } = config;
  const { certificates } = config.backend;
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
    paths: { ...(certificates && { "backend.certificates": certificates }) },
    migrations: [{ folder: "migrations", product: "PostgreSQL" }],
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
  const [python, node, nginxImage] = [pulled("python"), pulled("node"), pulled("nginx")];
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
  const frontendBases = { NODE_IMAGE: node, NGINX_IMAGE: nginxImage };
  const images = {
    postgres: pulled("postgres"),
    nginx: nginxImage,
    backend: built("backend", config.backend.version, { PYTHON_IMAGE: python }),
    web: built("web", config.web.version, frontendBases),
    mobile: built("mobile", config.mobile.version, frontendBases),
  };

  const database = new Postgres("database", {
    host,
    image: images.postgres.id,
    database: "proxy_system",
    ...databaseArgs(config.database),
    extensions: ["pg_stat_statements"],
  });

  const backups = new Backups("backups", { database, ...backupsArgs(config.database) });

  const migration = new Migration("migration", {
    database,
    folder: "migrations",
    backup: backups,
    after: [images.backend, images.web, images.mobile],
  });

  const permissions = new Seed("permissions", {
    database,
    file: "seeds/office_permissions.sql",
    after: [migration],
    every: [images.backend.id],
  });

  const backend = new Service("backend", {
    host,
    image: images.backend.id,
    command: ["python", "-m", "app"],
    port: 8000,
    health: { path: "/health" },
    settings: { WORKERS: `${config.backend.workers}`, ...config.backend.settings },
    secrets: {
      DATABASE_URL: database.url,
      SECRET_KEY: new random.RandomPassword("backend-secret-key", { length: 48, special: false }).result,
      ...config.backend.secrets,
    },
    mounts: certificates ? [{ source: certificates, target: "/etc/certificates" }] : [],
    ...limits(config.backend),
    databases: [database],
    after: [migration, permissions],
  });

  const web = new Service("web", {
    host,
    image: images.web.id,
    port: 5174,
    health: { path: "/" },
    ...limits(config.web),
  });

  const mobile = new Service("mobile", {
    host,
    image: images.mobile.id,
    port: 5175,
    health: { path: "/" },
    ...limits(config.mobile),
  });

  const nginx = new Nginx("nginx", {
    host,
    image: images.nginx.id,
    ...edgeArgs(edge),
    routes: [
      { path: "/api/", to: backend },
      { path: "/api/v1/auth/login", exact: true, to: backend, rateLimit: { perMinute: 30, burst: 10 } },
      { path: "/health", to: backend },
      { path: "/mobile/", to: mobile, stripPath: true },
      { path: "/", to: web },
    ],
    verify: ["/health", "/api/v1/payment-configs/", "/mobile/", "/"],
  });

  new Administrator("administrator", {
    service: backend,
    command: ["python", "-m", "app.create_admin"],
    database,
    count: "SELECT count(*) FROM yonghu_juese JOIN juese ON juese.id = juese_id WHERE daima = 'admin'",
  });

  const verification = new Verification("verification", {
    host,
    nginx,
    release,
    containers: {
      database: [database.container],
      backups: backups.containers,
      backend,
      web,
      mobile,
      nginx: [nginx.container],
    },
    http: [
      { path: "/health", json: { status: "ok" } },
      { path: "/api/v1/payment-configs/" },
      { path: "/api/v1/contract-payment-methods/" },
      { path: "/mobile/", contains: "<html" },
      { path: "/", contains: "<html" },
    ],
    databases: [
      {
        database,
        tables: [
          "baoxiao_shenqing",
          "qingjia_shenqing",
          "caigou_shenqing",
          "duiwai_fukuan_shenqing",
          "gongzuo_jiaojie",
        ].map((table) => ({ table })),
        queries: [
          {
            name: "the administrator has the 37 office permissions",
            sql: "SELECT count(*) >= 37 FROM juese_quanxian JOIN juese ON juese.id = juese_id WHERE daima = 'admin'",
            equals: "t",
          },
        ],
      },
    ],
  });

  release.complete({ images: { ...images, python, node }, after: verification.passed });

  return { url: verification.passed.apply(() => nginx.url) };
};
