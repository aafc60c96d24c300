/** What differs between database engines, as data. Everything that is the same is in server.ts. */
export interface Engine {
  /** Name in messages. */
  product: "PostgreSQL" | "MySQL" | "MariaDB";
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
  /** Settings that the component owns, with the argument to use instead. */
  owned: Record<string, string>;
  /** Setting of the buffer that takes the most memory, its default in MiB, and the unit of a bare number in bytes. */
  buffer: { setting: string; default: number; unit: number };
  /** Character set of the database. */
  characterSet: string;
  /** Size of /dev/shm in MiB. */
  shm: number;
  /** Longest name of a role in characters. */
  longestRole: number;
  /** Names that a database or a role must not have. */
  reserved: string[];
}

/** A file that is another random text each time it is read: a password that is nowhere written down. */
const nobodyKnows = "/proc/sys/kernel/random/uuid";

const postgresql: Engine = {
  product: "PostgreSQL",
  majors: ["15", "16", "17"],
  port: 5432,
  scheme: "postgresql",
  data: "/var/lib/postgresql/data",
  markers: ["PG_VERSION"],
  imageVersion: "PG_MAJOR",
  server: "postgres",
  checkSettings: "[ ! -s /data/PG_VERSION ] || postgres -D /data -C data_directory",
  user: "postgres",
  capabilities: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"],
  tmpfs: { "/tmp": "", "/var/run/postgresql": "" },
  admin: (database) => `psql -X -q -v ON_ERROR_STOP=1 -U postgres -d ${database} -f -`,
  // Over TCP: while the image sets a new database up, its server listens on the socket only.
  query: (database) => `psql -h 127.0.0.1 -U postgres -d ${database} -Atqc 'select 1'`,
  environment: (database) => [
    `POSTGRES_DB=${database}`,
    `POSTGRES_PASSWORD_FILE=${nobodyKnows}`,
    "POSTGRES_INITDB_ARGS=--encoding=UTF8",
  ],
  setting: { prefix: ["-c"], name: /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/, on: "on", off: "off" },
  owned: {
    timezone: "timeZone",
    log_timezone: "timeZone",
    shared_preload_libraries: "extensions",
    port: "localPort",
    ...without("data_directory", "listen_addresses", "unix_socket_directories", "hba_file", "config_file"),
  },
  buffer: { setting: "shared_buffers", default: 128, unit: 8192 },
  characterSet: "UTF8",
  shm: 128,
  longestRole: 63,
  reserved: ["postgres", "template0", "template1", "public", "none"],
};

const mysql: Engine = {
  product: "MySQL",
  majors: ["8.0", "8.4"],
  port: 3306,
  scheme: "mysql",
  data: "/var/lib/mysql",
  markers: ["mysql_upgrade_history", "mysql_upgrade_info", ".major"],
  imageVersion: "MYSQL_MAJOR",
  server: "mysqld",
  checkSettings: "mysqld --validate-config",
  user: "mysql",
  // A tmpfs takes the mode of the folder below it, whatever its options say; 999 is mysql in the official images and ours.
  tmpfs: {
    "/tmp": "",
    "/var/run/mysqld": "uid=999,gid=999",
    "/docker-entrypoint-initdb.d": "uid=999,gid=999",
  },
  admin: () => "mysql -u mysql",
  // While the image sets a new database up, its server has no network.
  query: (database) => `mysql -u mysql -D ${database} -Nse 'select @@skip_networking' | grep -qx 0`,
  environment: (database) => [
    `MYSQL_DATABASE=${database}`,
    `MYSQL_ROOT_PASSWORD_FILE=${nobodyKnows}`,
    "MYSQL_ROOT_HOST=localhost",
  ],
  setting: { prefix: [], name: /^[a-z][a-z0-9_-]*$/, on: "ON", off: "OFF" },
  owned: {
    character_set_server: "(always utf8mb4)",
    collation_server: "collation",
    default_time_zone: "timeZone",
    port: "localPort",
    ...without(
      "datadir",
      "socket",
      "bind_address",
      "skip_networking",
      "skip_grant_tables",
      "user",
      "init_file",
      // It writes passwords into the log of statements.
      "log_raw",
    ),
  },
  buffer: { setting: "innodb_buffer_pool_size", default: 128, unit: 1 },
  characterSet: "utf8mb4",
  shm: 64,
  longestRole: 32,
  reserved: ["root", "mysql", "sys", "information_schema", "performance_schema", "mariadb_sys"],
};

const mariadb: Engine = {
  ...mysql,
  product: "MariaDB",
  majors: ["10.11", "11.4", "11.8"],
  markers: ["mariadb_upgrade_info", "mysql_upgrade_info"],
  imageVersion: "MARIADB_VERSION",
  server: "mariadbd",
  checkSettings: "mariadbd --verbose --help",
  admin: () => "mariadb -u mysql",
  query: (database) => `mariadb -u mysql -D ${database} -Nse 'select @@skip_networking' | grep -qx 0`,
  environment: (database) => [
    `MARIADB_DATABASE=${database}`,
    `MARIADB_ROOT_PASSWORD_FILE=${nobodyKnows}`,
    "MARIADB_ROOT_HOST=localhost",
  ],
};

/** Every engine, by the name that an argument gives. */
export const engines = { postgresql, mysql, mariadb } as const;

/** Settings that would break the component, without an argument that does the same. */
function without(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, ""]));
}
