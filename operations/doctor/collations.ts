import { rebuild } from "../../components/database/guard/unchangeable";
import { labelPrefix } from "../../components/engine/labels";
import { containers, nameOf } from "../stack";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** Each database of a server with the version of its sort order, and the one that the server's library has now. */
const query = `SELECT datname, coalesce(datcollversion, ''), coalesce(pg_database_collation_actual_version(oid), '')
  FROM pg_database WHERE datallowconn AND datname NOT LIKE 'template_' ORDER BY 1`;

/** Whether the indexes of PostgreSQL were built with the sort order of the library that the server has now. MariaDB and MySQL bring theirs along. */
export async function collations({ docker, system, stack }: Subject): Promise<Finding[]> {
  const servers = await containers({ docker }, { system, stack, role: "database" }, "status=running");
  const found = await Promise.all(
    servers
      .filter(({ Config }) => Config.Labels[`${labelPrefix}.engine`] === "PostgreSQL")
      .map(async (server) => {
        const container = nameOf(server);
        const command = ["exec", container, "psql", "-X", "-U", "postgres", "-AtF", "\t", "-c", query];
        const { exitCode, stdout, stderr } = await docker(command);
        if (exitCode !== 0) throw new Error(`${container}: ${stderr}`);
        return judgeCollations(container, stdout);
      }),
  );
  return found.flat();
}

/** How the sort orders of one server are, by the rows of the query. */
export function judgeCollations(container: string, rows: string): Finding[] {
  const { ok, warning } = findings("collations");
  const other = rows
    .split("\n")
    .map((row) => row.split("\t"))
    .filter(([, recorded = "", actual = ""]) => recorded !== actual && recorded !== "")
    .map(([database = "", recorded = "", actual = ""]) =>
      warning(
        `${database} in ${container} sorts texts by version ${actual || "none"}; its indexes were built by ${recorded}: queries by them may miss rows`,
        `at a quiet time: ${rebuild(container, database)}`,
      ),
    );
  return other.length > 0 ? other : [ok(`${container}: indexes fit the sort order of its library`)];
}
