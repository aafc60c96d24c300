import type { Collations } from "../../components/database/product/guard";
import { productOf } from "../../components/database/products";
import { labelOf } from "../../components/engine/labels";
import { say } from "../../messages/say";
import { runInside } from "../kernel/inside";
import { containers } from "../stack";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/**
 * Whether the indexes were built with the sort order of the library that the server has now, of the products that take theirs from the
 * operating system.
 */
export async function collations({ engine, system, stack }: Context): Promise<Finding[]> {
  const servers = await containers({ engine }, { system, stack, role: "database" }, { running: true });
  const found = await Promise.all(
    servers.map(async (server) => {
      const { collations: kept } = productOf(labelOf(server, "engine"))?.guard ?? {};
      if (!kept) return [];
      const { name: container } = server;
      const { code, stdout, said } = await runInside({ engine, container }, kept.query);
      if (code !== 0) throw new Error(`${container}: ${said}`);
      return judgeCollations(container, stdout, kept);
    }),
  );
  return found.flat();
}

/** How the sort orders of one server are, by the rows of the query. */
export function judgeCollations(container: string, rows: string, { rebuild }: Collations): Finding[] {
  const { ok, warning } = findings("collations");
  const words = say().doctor.collations;
  const other = rows
    .split("\n")
    .map((row) => row.split("\t"))
    .filter(([, recorded = "", actual = ""]) => recorded !== actual && recorded !== "")
    .map(([database = "", recorded = "", actual = ""]) =>
      warning(
        words.differ({ database, container, recorded, actual: actual || undefined }),
        words.rebuild(rebuild(container, database)),
      ),
    );
  return other.length > 0 ? other : [ok(words.fit(container))];
}
