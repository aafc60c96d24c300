import * as pulumi from "@pulumi/pulumi";

/** Where a container finds its secret settings. */
export const secretsFolder = "/run/secrets";
export const secretsFile = `${secretsFolder}/settings`;

/** Secret settings by the name of their environment variable. */
export type Secrets = Record<string, pulumi.Input<string>>;

/** The text of the file that holds secret settings: one shell assignment a line. Secret. */
export function secretsText(secrets: Secrets): pulumi.Output<string> {
  return pulumi.secret(pulumi.output(secrets).apply((plain) => Object.entries(plain).map(assignment).join("")));
}

/**
 * Starts a command with the file's assignments in its environment, for frameworks that read only environment variables. The
 * shell replaces itself, so the command is the container's main process and gets its signals.
 */
export const exportSecrets = ["/bin/sh", "-c", `set -a; . ${secretsFile}; set +a; exec "$@"`, "sh"];

function assignment([name, value]: [string, string]): string {
  return `${name}='${value.replaceAll("'", `'\\''`)}'\n`;
}
