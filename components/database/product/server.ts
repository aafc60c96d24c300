/** What differs in the server and its container, as data. Everything that is the same is in components/database/server.ts. */
export interface ServerFacts {
  /** Name of its component class. */
  component: "Postgres" | "MySql";
  /** Major versions that are known to work, as the image and the data name them. Another one is refused. */
  majors: string[];
  /** Port inside the container. */
  port: number;
  /** Scheme of a connection string. */
  scheme: string;
  /** Folder of the data inside the container. */
  data: string;
  /** Files of that folder that say which major version wrote it; the first one found counts. */
  markers: string[];
  /** File of that folder into which the component writes that version, where no version of the server does. Unset: each does. */
  ownMarker?: string;
  /** Variable of the image that names its version. */
  imageVersion: string;
  /** Program of the server: first word of the command, and what settings are checked with. */
  server: string;
  /** Names a program that reads the settings and ends, with a complaint about one that it does not know. */
  checkSettings: string;
  /** User inside the container that the server runs as. */
  user: string;
  /** The container starts as root, takes over a new volume and then becomes `user`; else it is that user from the start. */
  capabilities?: string[];
  /** Folders that must be writable, with mount options; the rest of the root file system is read-only. */
  tmpfs: Record<string, string>;
  /** Client, as administrator from inside the container without a password; reads SQL on standard input. */
  admin: (database: string) => string;
  /** Passes as soon as the server that serves answers a query in the database, and not while it is being set up. */
  query: (database: string) => string;
  /** The environment contract of the official image, and a superuser password that no one knows. */
  environment: (database: string) => string[];
  /** How a setting is written on the command line. */
  setting: { prefix: string[]; name: RegExp; on: string; off: string };
  /** Settings that the component owns, with the argument to use instead (empty: none), or the value that they always have. */
  owned: Record<string, string | { always: string }>;
  /** Setting of the buffer that takes the most memory, its default in MiB, the unit of a bare number in bytes, and a size as one writes it. */
  buffer: { setting: string; default: number; unit: number; example: string };
  /** Character set of the database. */
  characterSet: string;
  /** Size of /dev/shm in MiB. */
  shm: number;
  /** Longest name of a role in characters. */
  longestRole: number;
  /** Names that a database or a role must not have. */
  reserved: string[];
  /** How the names of its own roles begin. Unset: none do. */
  reservedPrefix?: string;
}

/** A file that is another random text each time it is read: a password that is nowhere written down. */
export const randomEachRead = "/proc/sys/kernel/random/uuid";

/** Settings that would break the component, without an argument that does the same: a part of {@link ServerFacts.owned}. */
export function without(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, ""]));
}
