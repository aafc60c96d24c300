import { ours } from "../command";
import type { Problem } from "../problem";

/** Some files by name, and how many there are besides. */
function some(files: readonly string[]): string {
  return files.slice(0, 5).join(", ") + (files.length > 5 ? ` and ${files.length - 5} more` : "");
}

const keptWithout = "The source of this release is kept without";

const takenFromThere = "A rollback takes them from the folder that it is run in.";

/** What a release is made of, where it is to be named. */
const nameFiles = "system({ release: { files }, … })";

/** What is said of releases and of what is kept of them. */
export const release = {
  /** What is different from the release before. */
  changed: {
    settingRemoved: (key: string) => `${key} removed`,
    settingSet: ({ key, value }: { key: string; value: string }) => `${key} set to ${value}`,
    settingChanged: ({ key, old, value }: { key: string; old: string; value: string }) =>
      `${key} ${old} → ${value}`,
    secretSet: (key: string) => `${key} (secret) set`,
    secretChanged: (key: string) => `${key} (secret) changed`,
    image: (name: string) => `${name} has another image`,
    rollbackTo: (number: number) => `rollback to release ${number}`,
    first: "first release",
    migration: (name: string) => `migration ${name} applied`,
  },

  listenerLate: (seconds: number) => `it did not finish within ${seconds} s`,
  listenerFailed: ({ event, why }: { event: string; why: string }): Problem => ({
    what: `a listener of the program, host.on("${event}", …), failed: ${why}. The release itself does not depend on it`,
    fix: "correct the listener; the next release calls it again",
  }),

  /** Why a record cannot be read. */
  unreadable: {
    empty: "it has 0 bytes",
    incomplete: "it is not complete: no JSON object can be read from it",
    newer: ({ format, known }: { format: number; known: number }) =>
      `a newer version of these programs wrote it (format ${format}, and this one reads up to ${known})`,
    lacking: (keys: readonly string[]) => `it lacks a valid value for ${keys.join(", ")}`,
  },

  /** Why it is not known from the edge which release serves. */
  unknown: {
    silent: "the edge does not report it",
    different: (releases: readonly string[]) => `its edges report different ones: ${releases.join(", ")}`,
    noEdge: "the stack has no edge",
  },

  /** Why an archive cannot be read. */
  archive: {
    damaged: "it is not a tar archive, or it is damaged",
    badSize: "the size of a member cannot be read",
    cutOff: "it is cut off",
  },

  notRecorded: (message: string) => `The release could not be recorded: ${message}`,
  /** @param number unset: it could not be recorded @param why unset: its record could not be written */
  noWayBack: ({ number, why }: { number: number | undefined; why: string | undefined }) =>
    `${number === undefined ? "The new release" : `Release ${number}`} serves, but its source is not kept, so no later rollback can go back to it: ${why ?? "its record could not be written"}`,
  sourceNotKept: (why: string) => `The source of this release is not kept: ${why}`,
  sourceGone: (number: number) => `The source of release ${number} is no longer kept.`,
  answerMissing: (step: string): Problem => ({
    what: `${step} succeeded, but its result is missing: which files it applied, and whether it took a backup, is not in the record of this release`,
    fix: `${ours("migrate -- status")} shows what is applied, ${ours("backups")} what was taken`,
  }),

  untracked: ({ folder, files }: { folder: string; files: readonly string[] }): Problem => ({
    what: `${keptWithout} files of ${folder} that git does not track: ${some(files)}`,
    fix: "git add what the program is made of, and list the rest in .gitignore",
  }),
  secretsLeftOut: (files: readonly string[]): Problem => ({
    what: `${keptWithout} files that look like secrets: ${some(files)}. ${takenFromThere}`,
  }),
  linksLeftOut: ({ folder, links }: { folder: string; links: readonly string[] }): Problem => ({
    what: `${keptWithout} links that lead out of ${folder} or are absolute: ${some(links)}. ${takenFromThere}`,
    fix: "put the files themselves there, or make the links relative",
  }),
  linkLeadsOut: ({ path, folder }: { path: string; folder: string }): Problem => ({
    what: `${path} is a link that leads out of ${folder}, or is absolute`,
    fix: "put the file itself there",
  }),
  decryptedUnknown: (message: string) => `git does not say which files it decrypts: ${message}`,
  trackedUnknown: (found: { folder: string; message: string; isForeign: boolean }): Problem => {
    const { folder, message, isForeign } = found;
    return {
      what: `git does not say which files of ${folder} it tracks: ${message}`,
      fix: isForeign
        ? `git config --global --add safe.directory ${folder}`
        : `make git work there, or name the files of the source: ${nameFiles}`,
    };
  },
  notPacked: (message: string) => `tar could not pack the source: ${message}`,
  tooLarge: ({ folder, mib }: { folder: string; mib: number }): Problem => ({
    what: `${folder} is more than ${mib} MiB when it is packed`,
    fix: `name the files that the program is made of: ${nameFiles}`,
  }),
};
