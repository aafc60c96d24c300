import { say } from "../../messages/say";
import type { Command, ContainerRule, Image, ResourceRule } from "../rule";

/** Names that hold secrets, as words of a variable's name. `…_FILE` names a file, which is as it should be. */
const secretName = new RegExp(
  "PASSWORD|PASSWD|(^|_)(PWD|SECRETS?|TOKEN|API_?KEY|PRIVATE_KEY|SECRET_KEY|ACCESS_KEY|JWT_KEY|CREDENTIALS?|DSN)(_|$)",
  "i",
);
const secretFile = /_(FILE|PATH|DIR)$/i;
/** Keyed fingerprints that components/workload/secrets.ts shows in previews: they hold no value. */
const fingerprint = /^FINGERPRINT_OF_/;
/** `scheme://user:password@host` */
const passwordInUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;

/** Whether a variable holds a secret, by its name or its value. */
function holdsSecret(name: string, value: string): boolean {
  return (
    value !== "" &&
    ((secretName.test(name) && !secretFile.test(name) && !fingerprint.test(name)) ||
      passwordInUrl.test(value))
  );
}

const secretsOf = (variables: [name: string, value: string][]) =>
  variables.filter(([name, value]) => holdsSecret(name, value)).map(([name]) => name);

export const noSecretEnv: ContainerRule = {
  name: "no-secret-env",
  on: "container",
  source: "D2",
  violations: ({ envs = [] }) =>
    secretsOf(envs.map((env) => split(env))).map((name) => say().policy.secretInEnvironment(name)),
};

export const noSecretBuildArgs: ResourceRule = {
  name: "no-secret-build-args",
  on: "image",
  source: "D2",
  violations: (props) =>
    secretsOf(Object.entries((props as unknown as Image).build?.buildArgs ?? {})).map((name) =>
      say().policy.builtWith(name),
    ),
};

export const noSecretCommand: ResourceRule = {
  name: "no-secret-command",
  on: "command",
  source: "D2",
  violations: (props) => {
    const { environment = {}, create = "" } = props as unknown as Command;
    return [
      ...secretsOf(Object.entries(environment)).map((name) => say().policy.secretInEnvironment(name)),
      ...secretsOf(assignments(create)).map((name) => say().policy.secretInText(name)),
    ];
  },
};

/** The `NAME=value` words of a shell command whose value is written out, not taken from a variable. */
function assignments(text: string): [string, string][] {
  return [...text.matchAll(/\b([A-Za-z_]\w*)=(["']?)([^\s"'$`;&|]+)/g)].map(([, name = "", , value = ""]) => [
    name,
    value,
  ]);
}

function split(env: string): [string, string] {
  const at = env.indexOf("=");
  return at < 0 ? [env, ""] : [env.slice(0, at), env.slice(at + 1)];
}
