import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dataDir } from "./paths";

/** Environment that makes the Pulumi CLI use our local state. */
export interface BackendEnvironment extends Record<string, string> {
  PULUMI_BACKEND_URL: string;
  PULUMI_CONFIG_PASSPHRASE_FILE: string;
}

/**
 * The state of `npm start`: a file backend under the data home, its secrets encrypted with a passphrase that is generated once
 * and kept beside it, readable by its owner alone. Both are named to the CLI by the environment, so that the user's own login
 * stays what it is.
 */
export function backendEnvironment(): BackendEnvironment {
  const state = dataDir("state");
  mkdirSync(state, { recursive: true, mode: 0o700 });
  return {
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(),
  };
}

/** Written beside and then linked: two first runs at once agree on one passphrase, and a killed one leaves none half-written. */
function passphraseFile(): string {
  const file = dataDir("passphrase");
  if (existsSync(file)) return file;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  return file;
}
