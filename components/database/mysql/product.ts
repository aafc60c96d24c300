import type { Product } from "../product/product";
import { randomEachRead, without } from "../product/server";
import { mysqlBackup } from "./backup";
import { mysqlChecks } from "./checks";
import { mysqlDatabases } from "./databases";
import { mysql as dialect } from "./dialect";
import { mysqlDump } from "./dump";
import { mysqlGrammar } from "./grammar";
import { mysqlGuard } from "./guard";
import { mariadbPrograms, mysqlPrograms, type Programs } from "./programs";
import { roleSql } from "./role";
import { dataFolder } from "./roles";

/** MySQL. */
export const mysql = productWith(mysqlPrograms);

/** MariaDB. */
export const mariadb = productWith(mariadbPrograms);

/** What MySQL and MariaDB have in common, with the programs of one of them. */
function productWith(programs: Programs): Product {
  const { name, majors, markers, ownMarker, imageVersion, server, checkSettings } = programs;
  const { client, variables } = programs;
  return {
    ...{ name, majors, markers, imageVersion, server, checkSettings },
    ...(ownMarker !== undefined && { ownMarker }),
    component: "MySql",
    port: 3306,
    scheme: "mysql",
    data: dataFolder,
    user: "mysql",
    // A tmpfs takes the mode of the folder below it, whatever its options say; 999 is mysql in the official images and ours.
    tmpfs: {
      "/tmp": "",
      "/var/run/mysqld": "uid=999,gid=999",
      "/docker-entrypoint-initdb.d": "uid=999,gid=999",
    },
    admin: () => `${client} -u mysql`,
    // While the image sets a new database up, its server has no network.
    query: (database) => `${client} -u mysql -D ${database} -Nse 'select @@skip_networking' | grep -qx 0`,
    environment: (database) => [
      `${variables}_DATABASE=${database}`,
      `${variables}_ROOT_PASSWORD_FILE=${randomEachRead}`,
      `${variables}_ROOT_HOST=localhost`,
    ],
    setting: { prefix: [], name: /^[a-z][a-z0-9_-]*$/, on: "ON", off: "OFF" },
    owned: {
      character_set_server: { always: "utf8mb4" },
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
    buffer: { setting: "innodb_buffer_pool_size", default: 128, unit: 1, example: "256M" },
    characterSet: "utf8mb4",
    shm: 64,
    longestRole: 32,
    reserved: ["root", "mysql", "sys", "information_schema", "performance_schema", "mariadb_sys"],
    dialect,
    grammar: mysqlGrammar,
    guard: mysqlGuard(programs),
    roleSql: (role) => roleSql(role, programs),
    backup: mysqlBackup(programs),
    checks: mysqlChecks,
    databases: mysqlDatabases(programs),
    dump: mysqlDump,
  };
}
