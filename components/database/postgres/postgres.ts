import * as pulumi from "@pulumi/pulumi";
import { say } from "../../../messages/say";
import type { DatabaseArgs } from "../database";
import { DatabaseServer } from "../server";
import { postgresql } from "./product";
import { rolesSql } from "./roles";

/** Arguments of {@link Postgres}. */
export interface PostgresArgs extends DatabaseArgs {
  /**
   * Extensions to create in the database; those that the server must load at its start are loaded. The image must have
   * them. Default none.
   * @example ["pg_stat_statements"]
   */
  extensions?: string[];
}

/** Extensions that work only when the server loaded their library at its start. */
const preloaded = new Set(["pg_stat_statements", "pg_cron", "pgaudit", "timescaledb", "pg_qualstats"]);

/**
 * PostgreSQL 15 to 17 in a container. The superuser is reached from inside the container only; the application connects as a role that
 * reads and writes rows, and migrations run as the owner of the schema.
 *
 * @throws UserError naming everything that is wrong with the arguments
 */
export class Postgres extends DatabaseServer {
  constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
    const { extensions = [], timeZone = "UTC" } = args;
    const libraries = extensions.filter((extension) => preloaded.has(extension));
    super(
      "web-systems:index:Postgres",
      name,
      args,
      {
        product: postgresql,
        rolesSql: (roles) => rolesSql({ ...roles, extensions }),
        settings: {
          timezone: timeZone,
          log_timezone: timeZone,
          ...(libraries.length > 0 && { shared_preload_libraries: libraries.join(",") }),
        },
        ownerClient: (owner, database) => `psql -X -v ON_ERROR_STOP=1 -U ${owner} -d ${database} -f -`,
        extensions,
        mistakes: extensions
          .filter((extension) => !/^[a-z][a-z0-9_-]*$/.test(extension))
          .map(say().database.mistake.extension),
      },
      opts,
    );
  }
}
