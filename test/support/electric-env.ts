import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export { ElectricEnv } from "../../examples/electric-miniprogram/environment";

/** A good file's lines, by key. The secrets are made up. */
export const electricValues: Record<string, string> = {
  DJANGO_ENV: "production",
  DJANGO_SETTINGS_MODULE: "backend.settings.production",
  SECRET_KEY: "'q$8v#Zk2!mW7p(xT4&rY9bN6'",
  ALLOWED_HOSTS: "shop.example.com,.example.cn",
  CORS_ALLOWED_ORIGINS: "https://shop.example.com",
  POSTGRES_DB: "electric_miniprogram",
  POSTGRES_USER: "electric",
  POSTGRES_PASSWORD: '"Vn3\'kQ8\\\\L:w2@Rz7/b5%c"',
  POSTGRES_HOST: "db",
  POSTGRES_PORT: "5432",
  WECHAT_APPID: "wx0123456789abcdef",
  WECHAT_SECRET: "8f3b1c9e7a2d4f60",
  YLH_CLIENT_ID: "shop-42",
  YLH_CLIENT_SECRET: "hT5vK9q",
  YLH_CALLBACK_APP_KEY: "ck-Wb7Rz2",
  YLH_CALLBACK_SECRET: "m4Xq8Lp1Zs",
  SECURE_SSL_REDIRECT: "true",
};

/** Words of its secrets that are nowhere else; quotes and backslashes are written otherwise in other places. */
export const envSecrets = {
  SECRET_KEY: "Zk2!mW7p(xT4&rY9bN6",
  POSTGRES_PASSWORD: "L:w2@Rz7/b5%c",
  WECHAT_SECRET: "8f3b1c9e7a2d4f60",
  YLH_CALLBACK_SECRET: "m4Xq8Lp1Zs",
};

/** Preprod reads production's file with these three changes. */
export const preprodOverrides = {
  ALLOWED_HOSTS: "${ALLOWED_HOSTS},localhost,127.0.0.1",
  CORS_ALLOWED_ORIGINS: "http://shop.example.com",
  SECURE_SSL_REDIRECT: "false",
};

/** Writes an env file into a folder of its own; `undefined` leaves a key out. Returns its path. */
export function writeEnvFile(
  changes: Record<string, string | undefined> = {},
  more = "",
  mode = 0o600,
): string {
  const file = join(mkdtempSync(join(tmpdir(), "env-file-")), ".env.production");
  const lines = Object.entries({ ...electricValues, ...changes }).filter(([, value]) => value !== undefined);
  writeFileSync(file, `${lines.map(([key, value]) => `${key}=${value}`).join("\n")}\n${more}`);
  chmodSync(file, mode);
  return file;
}
