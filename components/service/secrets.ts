import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/**
 * Where a container finds its secret settings: a small volume of its own, deleted with it. The provider's uploads cannot write
 * into a container with a read-only root file system, so the readiness check hands them over once it runs.
 */
export const secretsFolder = "/run/secrets";
export const secretsFile = `${secretsFolder}/settings`;

/** Secret settings by the name of their environment variable. */
export type Secrets = Record<string, pulumi.Input<string>>;

/** The text of the file that holds secret settings: one shell assignment a line. Secret. */
export function secretsText(secrets: Secrets): pulumi.Output<string> {
  return pulumi.secret(
    pulumi.output(secrets).apply((plain) => Object.entries(plain).map(assignment).join("")),
  );
}

/**
 * Waits for the file, then starts a command with its assignments in the environment, for frameworks that read only environment
 * variables. The shell replaces itself, so the command is the container's main process and gets its signals.
 */
export const exportSecrets = [
  "/bin/sh",
  "-c",
  `until [ -f ${secretsFile} ]; do sleep 0.1; done; set -a; . ${secretsFile}; set +a; exec "$@"`,
  "sh",
];

/**
 * One fingerprint a secret setting, by name: a container is replaced when one of them changes. Keyed with a random secret, so that
 * nobody who reads the state can guess a short value; not secret itself, so that a preview can show it, and because
 * `pulumi preview --json` of CLI 3.259 ends in a panic when a replacement trigger is.
 */
export function fingerprints(
  secrets: Secrets,
  key: pulumi.Input<string>,
): Record<string, pulumi.Output<string>> {
  const fingerprint = (name: string, value: pulumi.Input<string>) =>
    pulumi
      .all([value, key])
      .apply(([plain, hmacKey]) =>
        createHmac("sha256", hmacKey).update(`${name}=${plain}`).digest("hex").slice(0, 16),
      );
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [name, pulumi.unsecret(fingerprint(name, value))]),
  );
}

/**
 * Fingerprints as variables of a script that does not need them: `pulumi preview --diff` shows a changed variable by its name,
 * but says nothing about a replacement trigger (seen with CLI 3.259).
 */
export function shownInPreview(
  prints: Record<string, pulumi.Output<string>>,
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(Object.entries(prints).map(([name, print]) => [`FINGERPRINT_OF_${name}`, print]));
}

function assignment([name, value]: [string, string]): string {
  return `${name}='${value.replaceAll("'", `'\\''`)}'\n`;
}
