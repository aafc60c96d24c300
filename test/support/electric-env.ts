import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import {
  GivenSecret,
  HostList,
  OriginList,
  OwnSecret,
  PortNumber,
  PythonModule,
  Switch,
  Text,
  Whole,
} from "../../config/env-file/kinds";

/** The env file of electric-miniprogram, as its document lists it. */
export const ElectricEnv = z.object({
  DJANGO_ENV: z.enum(["development", "preprod", "production"], "development, preprod or production"),
  DJANGO_SETTINGS_MODULE: PythonModule,
  SECRET_KEY: OwnSecret,
  ALLOWED_HOSTS: HostList,
  CORS_ALLOWED_ORIGINS: OriginList,
  POSTGRES_DB: Text,
  POSTGRES_USER: Text,
  POSTGRES_PASSWORD: OwnSecret,
  POSTGRES_HOST: Text,
  POSTGRES_PORT: PortNumber,
  WECHAT_APPID: Text,
  WECHAT_SECRET: GivenSecret,
  YLH_CLIENT_ID: Text,
  YLH_CLIENT_SECRET: GivenSecret,
  YLH_CALLBACK_APP_KEY: GivenSecret,
  YLH_CALLBACK_SECRET: GivenSecret,
  ORDER_PAYMENT_TIMEOUT_MINUTES: Whole(1, 1440).default("10"),
  SECURE_SSL_REDIRECT: Switch,
});

/** A good file's lines, by key. The secrets are made up. */
export const electricValues: Record<string, string> = {
  DJANGO_ENV: "production",
  DJANGO_SETTINGS_MODULE: "backend.settings.production",
  SECRET_KEY: "'q$8v#Zk2!mW7p(xT4&rY9bN6'",
  ALLOWED_HOSTS: "shop.example.com,.example.cn",
  CORS_ALLOWED_ORIGINS: "https://shop.example.com",
  POSTGRES_DB: "electric",
  POSTGRES_USER: "electric_app",
  POSTGRES_PASSWORD: "Vn3kQ8sLw2Rz7Tb5Yc",
  POSTGRES_HOST: "database",
  POSTGRES_PORT: "5432",
  WECHAT_APPID: "wx0123456789abcdef",
  WECHAT_SECRET: "8f3b1c9e7a2d4f60",
  YLH_CLIENT_ID: "shop-42",
  YLH_CLIENT_SECRET: "hT5vK9q",
  YLH_CALLBACK_APP_KEY: "ck-Wb7Rz2",
  YLH_CALLBACK_SECRET: "m4Xq8Lp1Zs",
  SECURE_SSL_REDIRECT: "true",
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
