/** A stack file, parsed. */
export interface StackFile {
  config?: Record<string, unknown>;
  [key: string]: unknown;
}

/** What a stack file says of the key that its secrets are encrypted with. */
const key = ["encryptionsalt", "secretsprovider", "encryptedkey"];

/** Settings of a system that are no part of a release: where it is, who lets it in, and when it may change. */
const settings = [
  "host",
  "hostCertificates",
  "registry",
  "registries",
  "builds",
  "deployments",
  "allowWeakSecrets",
];

/** The same in any group: what protects its data. */
const protection = ["protect", "backups"];

/** And in that of the edge: an older certificate may have ended, an older port may be another's now, a page for maintenance is over. */
const edge = ["tls", "secrets", "port", "bind", "trustedProxies", "maintenance"];

/**
 * The stack file for a rollback: what the release was made of as it was then; guards, host, registries, protection, the edge's certificate and
 * all secrets as they are today. One in a list is that of then, because nothing says which element of today is the same.
 *
 * @param known groups that the program of then knows: what today protects is also taken into those that its stack file did not have
 * @returns the file, and the settings whose secret is of then and encrypted with another key than that of today
 */
export function forRollback(
  then: StackFile,
  today: StackFile,
  system: string,
  known: ReadonlySet<string> = new Set(["edge", "database"].map((name) => `${system}:${name}`)),
): { file: StackFile; lost: string[] } {
  const file: StackFile = { ...then, config: {} };
  for (const name of key) put(file, name, today[name]);
  const config = withSecretsOf(today.config, then.config ?? {}) as Record<string, unknown>;
  for (const name of settings) put(config, `${system}:${name}`, today.config?.[`${system}:${name}`]);
  for (const name of new Set([...Object.keys(config), ...Object.keys(today.config ?? {})])) {
    const now = today.config?.[name];
    const kept = name === `${system}:edge` ? [...protection, ...edge] : protection;
    if (!isGroup(now)) continue;
    // A group that was left out then had its defaults; one that the program does not know would be refused.
    if (!(name in config) && known.has(name) && kept.some((part) => part in now)) config[name] = {};
    const group = config[name];
    if (isGroup(group)) for (const part of kept) put(group, part, now[part]);
  }
  file.config = config;
  const sameKey = key.every((name) => then[name] === today[name]);
  return { file, lost: sameKey ? [] : secretsOfThen(config, today.config, []) };
}

/** Values of then, but for secrets that today has too. */
function withSecretsOf(today: unknown, then: unknown): unknown {
  if (isSecret(then)) return isSecret(today) ? today : then;
  if (!isGroup(then)) return then;
  return Object.fromEntries(
    Object.entries(then).map(([name, value]) => [
      name,
      withSecretsOf(isGroup(today) ? today[name] : undefined, value),
    ]),
  );
}

/** Paths of secrets that are not those of today. */
function secretsOfThen(value: unknown, today: unknown, path: string[]): string[] {
  if (isSecret(value)) return isSecret(today) && today.secure === value.secure ? [] : [path.join(".")];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    secretsOfThen(inner, (today as Record<string, unknown> | undefined)?.[name], [...path, name]),
  );
}

function put(group: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined) delete group[name];
  else group[name] = value;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSecret(value: unknown): value is { secure: unknown } {
  return isGroup(value) && "secure" in value;
}
