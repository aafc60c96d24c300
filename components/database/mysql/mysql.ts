import * as pulumi from "@pulumi/pulumi";
import { say } from "../../../messages/say";
import type { DatabaseArgs } from "../database";
import { DatabaseServer } from "../server";
import { mariadb, mysql } from "./product";
import { mariadbPrograms, mysqlPrograms } from "./programs";
import { adminSql, mysqlRolesSql, ownersFile, rolesCommand } from "./roles";
import { shellWord } from "../../engine/shell-word";

/** Arguments of {@link MySql}. */
export interface MySqlArgs extends DatabaseArgs {
  /** Which of the two the image holds: MariaDB 10.11 to 11.8, or MySQL 8. */
  engine: "mariadb" | "mysql";
  /**
   * Collation of the database, a utf8mb4 one. Default: the server's own, which differs between engines and versions.
   * @example "utf8mb4_unicode_ci"
   */
  collation?: string;
}

/**
 * MySQL or MariaDB in a container, always with utf8mb4. Root cannot be reached over the network and its password is nowhere; the
 * administrator and the owner of the schema log in from inside the container only, where the user that the server runs as can.
 *
 * What is particular to MySQL follows its documentation and was not seen running: Debian, from which our tests take their
 * servers, has MariaDB only.
 *
 * @throws UserError naming everything that is wrong with the arguments
 */
export class MySql extends DatabaseServer {
  constructor(name: string, args: MySqlArgs, opts?: pulumi.ComponentResourceOptions) {
    const { collation } = args;
    const product = { mysql, mariadb }[args.engine];
    const programs = { mysql: mysqlPrograms, mariadb: mariadbPrograms }[args.engine];
    const { client } = programs;
    super(
      "web-systems:index:MySql",
      name,
      args,
      {
        product,
        rolesSql: (roles) => mysqlRolesSql(roles, collation),
        settings: {
          "character-set-server": product.characterSet,
          ...(collation !== undefined && { "collation-server": collation }),
        },
        // Run by the image on an empty volume only; the folder is a tmpfs, because the root file system is read-only.
        prologue: `printf '%s' ${shellWord(adminSql(programs))} >/docker-entrypoint-initdb.d/admin.sql`,
        rolesCommand: (owner) => rolesCommand(`${client} -u mysql`, ownersFile, { owner }),
        ownerClient: (owner, database) =>
          `${client} --defaults-extra-file=${ownersFile} -u ${owner} ${database}`,
        mistakes:
          collation === undefined || /^utf8mb4_[a-z0-9_]+$/.test(collation)
            ? []
            : [say().database.mistake.collation(collation)],
      },
      opts,
    );
  }
}
