import type { Problem } from "../problem";
import { counted } from "./lists";

/** What the guard says, which looks at image, settings and data before a database's container is replaced. */
export const databaseGuard = {
  nothingChanged: "Nothing was changed: what served before still serves.",
  inUse: ({ volume, name, by }: { volume: string; name: string; by: string[] }): Problem => ({
    what: `The volume ${volume} of database ${name} is in use by ${by.join(", ")}. Two servers on one volume destroy the data.`,
    fix: `docker stop --time 60 ${by.join(" ")}`,
  }),
  unreadable: ({ volume, name, said }: { volume: string; name: string; said: string }) =>
    `The data in volume ${volume} of database ${name} could not be read: ${said}`,
  settingsRejected: ({ name, lines }: { name: string; lines: string[] }): Problem => ({
    what: `The server of database ${name} rejects its settings:`,
    details: lines.map((line) => `  | ${line}`),
    fix: `correct the settings or extensions of database ${name}`,
  }),
  /** Data of another system. */
  foreign: ({ volume, name, found, steps }: Foreign): Problem => ({
    what: `The volume ${volume} was made by another system; database ${name} cannot use it as it is:`,
    details: found.map((line) => `  ${line}`),
    fix: ["take it over:", ...steps.map((step, at) => `  ${at + 1}. ${step}`)].join("\n"),
  }),
  copyFirst: (volume: string) =>
    `make a copy of the volume, and check that no container uses it: docker ps --filter volume=${volume}`,
  otherUser: ({ owner, server }: { owner: number; server: number }) =>
    `its files belong to the user ${owner}, and the server of this image runs as ${server}`,
  noDatabase: ({ database, others }: { database: string; others: string[] }) =>
    others.length === 0
      ? `it has no database ${database}`
      : `it has no database ${database}: it has ${others.join(", ")} (set database to that name to use it)`,
  noRolePostgres: (superusers: string[]) =>
    `it has no role postgres: its superuser is ${superusers.join(", ")}, which POSTGRES_USER created`,
  noAdministrator: "it has no administrator mysql@localhost that logs in by its operating system user",
  offline: (statements: string) => `on the server that the data came from, as root: ${statements}`,
  /** The trial of the successor. */
  trialTaken: ({ name, container, id }: { name: string; container: string; id: string }): Problem => ({
    what: `The server of database ${name} cannot be tested: the name ${container} is taken by another container, ${id}. It was left as it is.`,
    fix: `find out whose it is (docker inspect ${container}), and rename it: docker rename ${container} NEW-NAME`,
  }),
  doesNotStart: ({ name, memory, seconds, lines }: Trial): Problem => ({
    what: `The server of database ${name} does not start with its settings; it was tried on an empty folder, with ${memory} MiB of memory, for at most ${seconds} s:`,
    details: (lines.length > 0
      ? lines
      : ["it printed nothing: was it killed because it needs more memory?"]
    ).map((line) => `  | ${line}`),
    fix: `correct the settings or the memory of database ${name}`,
  }),
  wouldChange: ({ setting, is, wanted }: { setting: string; is: string; wanted: string }) =>
    `${setting} is ${is || "not set"}, and would be ${wanted || "not set"}`,
  unchangeable: ({ name, changed }: { name: string; changed: string[] }): Problem => ({
    what: `The data of database ${name} was created with settings that cannot be changed while it exists:`,
    details: changed.map((line) => `  ${line}`),
    fix: `leave them as they are; other values need new data: another volume for database ${name}, and an import of a dump into it`,
  }),
  shortOfSlots: ({ found, setting, value }: Short) =>
    `${counted(found, "replication slot")}, but ${setting} is ${value}`,
  shortOfPrepared: ({ found, setting, value }: Short) =>
    `${counted(found, "prepared transaction")}, but ${setting} is ${value}`,
  tooShort: ({ name, short }: { name: string; short: string[] }): Problem => ({
    what: `The data of database ${name} needs more than its settings allow; the server would not start on it:`,
    details: short.map((line) => `  ${line}`),
    fix: "raise the setting, or drop what needs it first (pg_drop_replication_slot, ROLLBACK PREPARED)",
  }),
  collations: ({ library, was, next, name }: CollationChange) =>
    `The collations of ${{ libc: "the C library", icu: "ICU" }[library]} change from ${was} to ${next || "none"} with the image of database ${name}. Indexes on text were built in the old order: queries that use them may miss rows until they are rebuilt.`,
  rebuild: (command: string) => `  after this update, at a quiet time: ${command}`,
  noImage: ({ image, name }: { image: string; name: string }) =>
    `The image ${image} of database ${name} is not on the host.`,
  noVersion: ({ name, variable, product }: { name: string; variable: string; product: string }): Problem => ({
    what: `The image of database ${name} does not state its version: it does not set ${variable}, which the official images of ${product} set.`,
    fix: `use an official image of ${product}, or one that sets the same variables`,
  }),
  unknownVersion: ({ name, product, major, majors }: UnknownVersion): Problem => ({
    what: `The image of database ${name} is ${product} ${major}, which this component does not support. It supports: ${majors.join(" ")}.`,
    fix: "use an image of one of these versions",
  }),
  newerData: (versions: OtherMajor): Problem => ({
    what: otherMajor(versions),
    details: ["An older version cannot read newer data; only a backup that it took can be restored."],
    fix: `keep ${versions.product} ${versions.found}`,
  }),
  olderData: ({ ways, ...versions }: OtherMajor & { ways: string[] }): Problem => ({
    what: otherMajor(versions),
    fix: [
      `keep ${versions.product} ${versions.found}; or move the data over, which leaves the old volume as it is:`,
      ...ways,
    ].join("\n"),
  }),
};

const otherMajor = ({ volume, name, product, found, wanted }: OtherMajor) =>
  `The volume ${volume} of database ${name} holds data of ${product} ${found}; the image is ${product} ${wanted}. A different major version cannot start on it.`;

/** Data of another system: what they lack, and the steps that take them over. */
export interface Foreign {
  volume: string;
  name: string;
  found: string[];
  steps: string[];
}

export interface Trial {
  name: string;
  memory: number;
  seconds: number;
  /** What the server printed. */
  lines: string[];
}

export interface Short {
  found: number;
  setting: string;
  value: string;
}

export interface CollationChange {
  library: "libc" | "icu";
  was: string;
  /** Empty: none. */
  next: string;
  name: string;
}

export interface UnknownVersion {
  name: string;
  product: string;
  major: string;
  majors: string[];
}

/** Data of one major version, and an image of another. */
export interface OtherMajor {
  volume: string;
  name: string;
  product: string;
  found: string;
  wanted: string;
}
