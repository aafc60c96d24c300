import { posix } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { assignments, type Secrets } from "./secrets";

/** Files of a container by their path in it. */
export type Files = Record<string, pulumi.Input<string>>;

/** Folder of the file with secret settings; a volume of the container's own, deleted with it. */
const settingsFolder = "/run/secrets";
/** Written last: when it is there, all files are. */
export const settingsFile = `${settingsFolder}/settings`;

/**
 * Folders that must be writable while files are handed over: a read-only root file system refuses the provider's uploads too, so
 * each is a small volume of the container's own. What the image has in such a folder is copied into it.
 */
export function fileFolders(files: Files): string[] {
  return [...new Set([settingsFolder, ...Object.keys(files).map((path) => posix.dirname(path))])].sort();
}

/** What is handed over to a container: contents by path, the secret settings last. Secret. */
export function handOver(files: Files, secrets: Secrets): pulumi.Output<Record<string, string>> {
  const contents = pulumi
    .all([pulumi.output(files), pulumi.output(secrets)])
    .apply(([plainFiles, plainSecrets]): Record<string, string> => ({
      ...plainFiles,
      [settingsFile]: assignments(plainSecrets),
    }));
  return pulumi.secret(contents);
}
