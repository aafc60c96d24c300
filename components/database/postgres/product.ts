import type { Product } from "../product/product";
import { randomEachRead, without } from "../product/server";
import { postgresBackup } from "./backup";
import { postgresChecks } from "./checks";
import { postgresDatabases } from "./databases";
import { postgres } from "./dialect";
import { postgresDump } from "./dump";
import { postgresGrammar } from "./grammar";
import { postgresGuard } from "./guard";
import { roleSql, roleWait } from "./role";
import { scramVerifier } from "./scram";

/** PostgreSQL. */
export const postgresql: Product = {
  name: "PostgreSQL",
  component: "Postgres",
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
    `POSTGRES_PASSWORD_FILE=${randomEachRead}`,
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
  buffer: { setting: "shared_buffers", default: 128, unit: 8192, example: "256MB" },
  characterSet: "UTF8",
  shm: 128,
  longestRole: 63,
  reserved: ["postgres", "template0", "template1", "public", "none"],
  reservedPrefix: "pg_",
  dialect: postgres,
  grammar: postgresGrammar,
  guard: postgresGuard,
  roleSql,
  roleWait,
  backup: postgresBackup,
  checks: postgresChecks,
  databases: postgresDatabases,
  dump: postgresDump,
  ownPassword: {
    set: (password, salt) => `ALTER ROLE CURRENT_USER PASSWORD '${scramVerifier(password, salt)}';\n`,
    take: "ALTER ROLE CURRENT_USER PASSWORD NULL;\n",
  },
};
