import { say } from "../../../messages/say";
import type { Data, Lack } from "../product/guard";
import type { ServerFacts } from "../product/server";

/** What differs between MySQL and MariaDB. */
export interface Programs extends Pick<
  ServerFacts,
  "majors" | "markers" | "ownMarker" | "imageVersion" | "server" | "checkSettings"
> {
  name: "MySQL" | "MariaDB";
  client: string;
  /** Client for commands to the server. */
  admin: string;
  dumper: string;
  dumpFlags: string;
  /** First word of the image's variables. */
  variables: string;
  /** How an account is bound to the operating system's user of the same name inside the container. */
  socketLogin: string;
  /** SQL before the first such account. */
  socketPlugin: string;
  /** Rights to see what the server does. */
  monitors: string[];
  /** Right without which the text of a routine cannot be read, and is left out of a dump without a word. */
  readsRoutines: string;
  /** Commands inside the container after a new version has started on the data of an old one. */
  upgrade: string[];
  /** The file of accounts in the data: how it is printed, and what it lacks. */
  accounts: { look: string; lacks: (data: Data) => Lack[] };
  /** See `GuardPart.offline`. */
  offline: (run: (user: string) => string, statements: string[]) => string;
}

/** MySQL. */
export const mysqlPrograms: Programs = {
  name: "MySQL",
  majors: ["8.0", "8.4"],
  markers: ["mysql_upgrade_history", "mysql_upgrade_info", ".major"],
  ownMarker: ".major",
  imageVersion: "MYSQL_MAJOR",
  server: "mysqld",
  checkSettings: "mysqld --validate-config",
  client: "mysql",
  admin: "mysqladmin",
  dumper: "mysqldump",
  dumpFlags: "--set-gtid-purged=OFF --no-tablespaces",
  variables: "MYSQL",
  socketLogin: "IDENTIFIED WITH auth_socket",
  socketPlugin: "INSTALL PLUGIN auth_socket SONAME 'auth_socket.so';\n",
  monitors: ["PROCESS", "REPLICATION CLIENT"],
  readsRoutines: "SHOW_ROUTINE ON *.*",
  upgrade: [],
  // They lie in a table space that only the server reads.
  accounts: { look: "", lacks: () => [] },
  offline: (_, statements) => say().database.guard.offline(statements.join(" ")),
};

/** MariaDB. */
export const mariadbPrograms: Programs = {
  name: "MariaDB",
  majors: ["10.11", "11.4", "11.8"],
  markers: ["mariadb_upgrade_info", "mysql_upgrade_info"],
  imageVersion: "MARIADB_VERSION",
  server: "mariadbd",
  checkSettings: "mariadbd --verbose --help",
  client: "mariadb",
  admin: "mariadb-admin",
  dumper: "mariadb-dump",
  dumpFlags: "",
  variables: "MARIADB",
  socketLogin: "IDENTIFIED VIA unix_socket",
  socketPlugin: "",
  monitors: ["PROCESS", "BINLOG MONITOR", "SLAVE MONITOR"],
  readsRoutines: "SELECT ON mysql.proc",
  upgrade: ["mariadb-upgrade -u mysql"],
  accounts: {
    look: `[ ! -s mysql/global_priv.MAD ] || fact accounts "$(base64 <mysql/global_priv.MAD | tr -d '\\n')"\n`,
    lacks: lacksAdministrator,
  },
  // It does not know its accounts until it is told to read them, and takes one statement a line.
  offline: (run, statements) => {
    const lines = statements.map((statement) => `'${statement}'`).join(" ");
    return `${run("mysql")} "printf '%s\\n' 'FLUSH PRIVILEGES;' ${lines} | mariadbd --bootstrap"`;
  },
};

/** The image works as this account. */
const account = /localhostmysql\{[^{}]*"plugin":"unix_socket"/;

function lacksAdministrator({ accounts }: Data): Lack[] {
  if (!accounts || account.test(accounts.toString("latin1"))) return [];
  return [
    {
      problem: say().database.guard.noAdministrator,
      statements: [
        "CREATE USER IF NOT EXISTS mysql@localhost;",
        "ALTER USER mysql@localhost IDENTIFIED VIA unix_socket;",
        "GRANT ALL PRIVILEGES ON *.* TO mysql@localhost WITH GRANT OPTION;",
      ],
    },
  ];
}
