import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { z } from "zod";
import {
  GivenSecret,
  HostList,
  OriginList,
  OwnSecret,
  PythonModule,
  readEnvFile,
  Switch,
  Text,
  Whole,
} from "pulumi-web-systems/config";
import type { EnvironmentConfig } from "./config";

/** What this system calls its database; the env file says the same, as it did when it was read by Docker Compose. */
export const database = { name: "electric_miniprogram", user: "electric", host: "db", port: "5432" };

/** The keys of the external env file. */
export const ElectricEnv = z.object({
  DJANGO_ENV: z
    .enum(["development", "preprod", "production"], "development, preprod or production")
    .meta({ example: "production" }),
  DJANGO_SETTINGS_MODULE: PythonModule.meta({ example: "backend.settings.production" }),
  SECRET_KEY: OwnSecret,
  ALLOWED_HOSTS: HostList,
  CORS_ALLOWED_ORIGINS: OriginList,
  POSTGRES_DB: fixed(database.name),
  POSTGRES_USER: fixed(database.user),
  POSTGRES_PASSWORD: OwnSecret,
  POSTGRES_HOST: fixed(database.host),
  POSTGRES_PORT: fixed(database.port),
  WECHAT_APPID: Text,
  WECHAT_SECRET: GivenSecret,
  YLH_CLIENT_ID: Text,
  YLH_CLIENT_SECRET: GivenSecret,
  YLH_CALLBACK_APP_KEY: GivenSecret,
  YLH_CALLBACK_SECRET: GivenSecret,
  ORDER_PAYMENT_TIMEOUT_MINUTES: Whole(1, 1440).default("10"),
  SECURE_SSL_REDIRECT: Switch,
});

/** What the backend finds in its environment: every key, kept secret. */
export type Environment = Record<keyof z.infer<typeof ElectricEnv>, pulumi.Input<string>>;

/**
 * The environment of the backend: what the env file says, or, for development, values of our own.
 *
 * @throws UserError naming everything that is wrong with the env file; nothing has been changed then
 */
export function environmentOf(config: EnvironmentConfig, allowWeakSecrets: boolean): Environment {
  if (config.file) return readEnvFile({ ...config.file, schema: ElectricEnv, allowWeakSecrets }).secrets;
  const generated = (name: string) =>
    new random.RandomPassword(`development-${name}`, { length: 48, special: false }).result;
  return {
    DJANGO_ENV: "development",
    DJANGO_SETTINGS_MODULE: "backend.settings.development",
    SECRET_KEY: generated("secret-key"),
    ALLOWED_HOSTS: "localhost,127.0.0.1",
    CORS_ALLOWED_ORIGINS: "http://localhost:3001",
    POSTGRES_DB: database.name,
    POSTGRES_USER: database.user,
    POSTGRES_PASSWORD: generated("postgres-password"),
    POSTGRES_HOST: database.host,
    POSTGRES_PORT: database.port,
    WECHAT_APPID: "development",
    WECHAT_SECRET: generated("wechat-secret"),
    YLH_CLIENT_ID: "development",
    YLH_CLIENT_SECRET: generated("ylh-client-secret"),
    YLH_CALLBACK_APP_KEY: generated("ylh-callback-app-key"),
    YLH_CALLBACK_SECRET: generated("ylh-callback-secret"),
    ORDER_PAYMENT_TIMEOUT_MINUTES: "10",
    SECURE_SSL_REDIRECT: "false",
  };
}

/** A key that can only have one value here: another would mean another database than the one that is deployed. */
function fixed(value: string) {
  return z.literal(value, `${value}, as this system has it`).meta({ example: value });
}
