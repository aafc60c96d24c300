import type { Roles } from "../product/roles";
import type { Programs } from "./programs";

/** Folder of the data inside the container. */
export const dataFolder = "/var/lib/mysql";

/** File inside the container that holds the password of the schema's owner; see {@link rolesCommand}. */
export const ownersFile = `${dataFolder}/.owner.cnf`;

/**
 * First statement of a session whose statements hold a password: neither the log of all statements, nor that of slow ones, nor the binary log
 * gets them. MariaDB writes them down as they are.
 */
export const unlogged =
  "SET SESSION sql_log_off = 1, SESSION sql_log_bin = 0, SESSION long_query_time = 31536000;";

/**
 * SQL that the image runs once, on an empty volume: the administrator logs in from inside the container only, as the user that the
 * server runs as and that could read the data's files anyhow. Root keeps a password that no one knows.
 */
export function adminSql({ socketPlugin, socketLogin }: Programs): string {
  return `${socketPlugin}CREATE USER IF NOT EXISTS 'mysql'@'localhost' ${socketLogin};
GRANT ALL PRIVILEGES ON *.* TO 'mysql'@'localhost' WITH GRANT OPTION;
`;
}

/**
 * A shell command inside the container that pipes {@link mysqlRolesSql} into the administrator's client. Before it, the owner gets a new
 * password that is kept in a file beside the data, readable by the server's user only: a socket login would need an
 * operating system's user of the owner's name. The password is in no command line: `printf` is the shell's own.
 */
export function rolesCommand(client: string, ownerFile: string, { owner }: Pick<Roles, "owner">): string {
  const account = `'${owner}'@'localhost' IDENTIFIED BY '%s';`;
  return [
    "umask 077",
    "p=$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \\n')",
    `{ printf "${unlogged} CREATE USER IF NOT EXISTS ${account} ALTER USER ${account}" "$p" "$p"; cat; } | ${client}`,
    `printf '[client]\\npassword=%s\\n' "$p" >${ownerFile}.new && mv ${ownerFile}.new ${ownerFile}`,
  ].join(" && ");
}

/**
 * SQL that makes the roles of a database as they must be; running it twice changes nothing. The owner may do everything in
 * this one database; the application reads and writes rows, also of tables that the owner makes later.
 */
export function mysqlRolesSql({ database, owner, app, secret }: Roles, collation?: string): string {
  const everything = allOf(database);
  const identified = `IDENTIFIED BY '${secret.replace(/['\\]/g, "\\$&")}'`;
  return `
ALTER DATABASE \`${database}\` CHARACTER SET = utf8mb4${collation ? ` COLLATE = ${collation}` : ""};
GRANT ALL PRIVILEGES ON ${everything} TO '${owner}'@'localhost';
CREATE USER IF NOT EXISTS '${app}'@'%' ${identified};
ALTER USER '${app}'@'%' ${identified};
GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON ${everything} TO '${app}'@'%';
`;
}

/** In a GRANT an underscore of a database's name stands for any character. */
export const allOf = (database: string) => `\`${database.replaceAll("_", "\\_")}\`.*`;
