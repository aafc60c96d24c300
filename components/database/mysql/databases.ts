import type { DatabasesPart } from "../product/databases";
import type { Programs } from "./programs";
import { ownersFile } from "./roles";

/** In rights an underscore of a database's name stands for any character. */
const inRights = (name: string) => `\`${name.replaceAll("_", "\\_")}\`.*`;

/** More databases of a server of MySQL or MariaDB. */
export function mysqlDatabases({ client, admin }: Programs): DatabasesPart {
  return {
    rows: (database) => `${client} -u mysql --batch --skip-column-names ${database}`,
    ownerOnly: (owner, database) =>
      `exec ${client} --defaults-extra-file=${ownersFile} -u ${owner} --binary-mode --default-character-set=utf8mb4 ${database} >/dev/null`,
    drop: (name) => `${admin} -u mysql drop -f ${name}`,
    tables: (database) =>
      `SELECT table_name FROM information_schema.tables WHERE table_schema = '${database}' AND table_name <> 'migrations_ledger' ORDER BY 1;`,
    routines: (database) =>
      `SELECT CONCAT(LOWER(routine_type), ' ', routine_name) FROM information_schema.routines WHERE routine_schema = '${database}'
 UNION ALL SELECT CONCAT('event ', event_name) FROM information_schema.events WHERE event_schema = '${database}' ORDER BY 1;`,
    drops: {
      ask: drops,
      run: (statements) => `SET foreign_key_checks = 0;\n${statements.map((each) => `${each};`).join("\n")}`,
    },
    beside: {
      ask: "SELECT @@collation_database;",
      create: (name, owner, [collation = "utf8mb4_general_ci"]) =>
        `CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE ${collation};
GRANT ALL PRIVILEGES ON ${inRights(name)} TO '${owner}'@'localhost';`,
      remove: (name) => `DROP DATABASE \`${name}\`;`,
      revoke: (name, owner) => `REVOKE ALL PRIVILEGES ON ${inRights(name)} FROM '${owner}'@'localhost';`,
    },
    throwaway: {
      create: (name) => `CREATE DATABASE ${name} CHARACTER SET utf8mb4;\n`,
      // Its owner may do nothing in another database.
      client: (admin, name) => `${admin} ${name}`,
    },
  };
}

/** Everything but the ledger of migrations. */
function drops(database: string): string {
  const name = (column: string) => `'\`', REPLACE(${column}, '\`', '\`\`'), '\`'`;
  const statements = [
    `SELECT CONCAT('DROP ', IF(table_type = 'VIEW', 'VIEW ', 'TABLE '), ${name("table_name")}) FROM information_schema.tables WHERE table_schema = '${database}' AND table_name <> 'migrations_ledger'`,
    `SELECT CONCAT('DROP ', routine_type, ' ', ${name("routine_name")}) FROM information_schema.routines WHERE routine_schema = '${database}'`,
    `SELECT CONCAT('DROP EVENT ', ${name("event_name")}) FROM information_schema.events WHERE event_schema = '${database}'`,
  ];
  return `${statements.join(" UNION ALL ")};`;
}
