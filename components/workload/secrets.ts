import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

export { assigned, assignments } from "./assignments";

/** Secret settings by the name of their environment variable. */
export type Secrets = Record<string, pulumi.Input<string>>;

/**
 * Waits for the file of secret settings, then starts a command with its assignments in the environment, for frameworks that read
 * only environment variables. The shell replaces itself, so the command is the container's main process and gets its signals.
 */
export function exportSecrets(file: string): string[] {
  const shell = `until [ -f ${file} ]; do sleep 0.1; done; set -a; . ${file}; set +a; exec "$@"`;
  return ["/bin/sh", "-c", shell, "sh"];
}

/** Fingerprints by the name of what they are of. */
export type Fingerprints = Record<string, pulumi.Output<string>>;

/**
 * One fingerprint a value, by name: a container is replaced when one of them changes. Keyed with a random secret, so that
 * a short value cannot be guessed from the state; not secret itself, so that a preview can show it, and because
 * `pulumi preview --json` of CLI 3.259 ends in a panic when a replacement trigger is.
 */
export function fingerprints(values: Secrets, key: pulumi.Input<string>): Fingerprints {
  const fingerprint = (name: string, value: pulumi.Input<string>) =>
    pulumi
      .all([value, key])
      .apply(([plain, hmacKey]) =>
        createHmac("sha256", hmacKey).update(`${name}=${plain}`).digest("hex").slice(0, 16),
      );
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, pulumi.unsecret(fingerprint(name, value))]),
  );
}

/**
 * Fingerprints as variables of a job that does not need them: `pulumi preview --diff` shows a changed variable by its name,
 * but says nothing about a replacement trigger (seen with CLI 3.259).
 */
export function shownInPreview(prints: Fingerprints): Fingerprints {
  return Object.fromEntries(Object.entries(prints).map(([name, print]) => [`FINGERPRINT_OF_${name}`, print]));
}
