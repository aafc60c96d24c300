import { ours } from "../command";
import type { Problem } from "../problem";
import { databaseGuard as guard } from "./database-guard";

/** What `database` says. */
export const database = {
  guard,
  cannotCreateRole: (name: string) =>
    `Role ${name} cannot be created with these arguments; nothing was changed.`,
  cannotCreate: (name: string) =>
    `Database ${name} cannot be created with these arguments; nothing was changed.`,
  sessionEnded: "the session ended before its last line",
  /** What is wrong with an argument. */
  mistake: {
    notPlain: ({ argument, name }: { argument: string; name: string }) =>
      `${argument}: "${name}" is not a plain name: lower-case letters, digits and underscores, a letter first`,
    roleTaken: (role: string) =>
      `role: "${role}" is the role of the owner, the application or the backups of this database; choose another name`,
    roleTwice: (role: string) =>
      `role: "${role}" is already used by another DatabaseRole of this database; choose another name`,
    reserved: ({ argument, name, product }: { argument: string; name: string; product: string }) =>
      `${argument}: "${name}" belongs to ${product} itself: choose another name`,
    nameTooLong: (a: { argument: string; name: string; length: number; product: string; longest: number }) =>
      `${a.argument}: "${a.name}" has ${a.length} characters, but ${a.product} allows only ${a.longest}: choose a shorter one`,
    oneRole: (app: string) =>
      `app: "${app}" is also the owner of the schema: name two roles, so that the application cannot change the schema`,
    volumeName: (volume: string) =>
      `volume: "${volume}" is not the name of a volume: letters, digits, dots, dashes, underscores`,
    notMiB: ({ argument, value }: { argument: string; value: number }) =>
      `${argument}: ${value} is not a whole number of MiB`,
    notSize: ({ setting, value, example }: { setting: string; value: string; example: string }) =>
      `settings.${setting}: "${value}" is not a size: write one such as ${example}`,
    tooLittleMemory: (a: {
      memory: number;
      setting: string;
      buffer: number;
      isDefault: boolean;
      least: number;
      most: number;
    }) =>
      `memory: ${a.memory} MiB is too little for ${a.setting} of ${a.buffer} MiB${a.isDefault ? ", the default" : ""}: ` +
      `set at least ${a.least} MiB, or lower ${a.setting} to ${a.most} MiB or less`,
    cpus: (cpus: number) => `cpus: expected a number greater than 0, such as 1.5, found ${cpus}`,
    sharedAboveMemory: ({ shmSize, memory }: { shmSize: number; memory: number }) =>
      `shmSize: ${shmSize} MiB is more than the memory of ${memory} MiB that it is part of`,
    localPort: (port: number) =>
      `localPort: ${port} is not a port: use a whole number from 1 to 65535, or leave it out`,
    timeZone: (zone: string) =>
      `timeZone: "${zone}" is not a time zone: write an IANA name such as Asia/Shanghai`,
    startTimeout: (seconds: number) =>
      `startTimeout: expected a number of seconds greater than 0, found ${seconds}`,
    stopGrace: (seconds: number) =>
      `stopGrace: ${seconds} is less than 60 seconds, which a database may need to write its data`,
    settingName: ({ name, product, example }: { name: string; product: string; example: string }) =>
      `settings: "${name}" is not the name of a setting of ${product}; write one such as ${example}`,
    settingOwned: (name: string) => `settings.${name}: is set by the component; remove it from settings`,
    settingArgument: ({ name, argument }: { name: string; argument: string }) =>
      `settings.${name}: is set by the component; remove it from settings, and use ${argument}`,
    settingAlways: ({ name, value }: { name: string; value: string }) =>
      `settings.${name}: is set by the component, always to ${value}; remove it from settings`,
    settingNumber: ({ name, value }: { name: string; value: number }) =>
      `settings.${name}: ${value} is not a number`,
    settingLines: (name: string) => `settings.${name}: the value must be a single line`,
    collation: (collation: string) =>
      `collation: "${collation}" is not a collation of utf8mb4; write one such as utf8mb4_unicode_ci`,
    extension: (extension: string) => `extensions: "${extension}" is not the name of an extension`,
  },
  /** Why a dump cannot be loaded. */
  dump: {
    manyDatabases: (names: string[]): Problem => ({
      what: `The dump holds more than one database: ${names.join(", ")}`,
      fix: "dump only the one that you need",
    }),
    wholeServer: (text: string): Problem => ({
      what: `The dump selects a database, or is a dump of a whole server: ${text}`,
      fix: "use pg_dump on one database, without --create; not pg_dumpall",
    }),
    psqlCommand: ({ line, text }: { line: number; text: string }): Problem => ({
      what: `Line ${line} of the dump is a psql command, not SQL: ${text}`,
      fix: "delete it from the dump, or dump the database again with pg_dump",
    }),
    transaction: ({ line, text }: { line: number; text: string }): Problem => ({
      what: `Line ${line} of the dump begins or ends a transaction, but the whole import is one transaction: ${text}`,
      fix: "delete it from the dump, or dump the database again with pg_dump",
    }),
  },
  /** What to do when the application's role lacks rights. */
  rights: {
    grant: (command: string) =>
      `${command}; a dump is loaded by ${ours("import")}, which sets owners and rights`,
    import: `${ours("import")} loads a dump so that everything belongs to the owner of the schema`,
  },
};
