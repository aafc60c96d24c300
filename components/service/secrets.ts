import { createHash } from "node:crypto";
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

/** Changes when a secret does, and says nothing about it: a container is replaced when this changes. Secret. */
export function fingerprint(text: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.secret(text.apply((plain) => createHash("sha256").update(plain).digest("hex")));
}

function assignment([name, value]: [string, string]): string {
  return `${name}='${value.replaceAll("'", `'\\''`)}'\n`;
}
