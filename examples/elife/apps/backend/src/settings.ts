import { z } from "zod";

const text = z.string();
const wholeNumber = (usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "must be a whole number from 1")
    .transform(Number)
    .default(usual);

const Environment = z.object({
  DATABASE_URL: text.regex(/^mysql:\/\/\S+$/, "must be a URL such as mysql://USER:PASSWORD@HOST:3306/elife"),
  JWT_SECRET: text.min(32, "must have at least 32 characters"),
  WECHAT_APPID: text,
  WECHAT_MCH_ID: text,
  WECHAT_ENV_ID: text,
  UNITEL_API_URL: text.regex(/^https?:\/\/\S+$/, "must be a URL such as https://api.unitel.mn/api/v1"),
  UNITEL_USERNAME: text,
  UNITEL_PASSWORD: text,
  LOG_LEVEL: z.enum(["error", "warn", "info", "debug"], "must be error, warn, info or debug").default("info"),
  /** How often a connection is tried before the operation fails. */
  DB_MAX_RETRIES: wholeNumber(5),
  /** Milliseconds between two tries. */
  DB_RETRY_DELAY: wholeNumber(5000),
  PORT: wholeNumber(3000),
  VERSION: text.default("dev"),
});

/** Everything that the environment decides, read once at start. */
export type Settings = z.infer<typeof Environment>;

/** The injection token of {@link Settings}, which is no class. */
export const SETTINGS = Symbol("settings");

/** What is wrong with the environment: the message is for the operator. */
export class SettingsError extends Error {}

/** Reads and checks the environment. Every problem is reported at once, never with a value. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  // An empty variable is a missing one.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const { success, data, error } = Environment.safeParse(given);
  if (success) return data;
  const problems = error.issues.map(({ path: [name], message }) =>
    given[String(name)] === undefined ? `${String(name)} is missing` : `${String(name)} ${message}`,
  );
  throw new SettingsError(problems.join("; "));
}
