import type { ColumnCheck, Failure, TableCheck } from "./checks";

/** A table as it is. */
export interface LiveTable {
  columns: Record<string, { type: string; nullable: boolean; default: string | null }>;
  indexes: string[];
  rows?: number;
}

/** Everything that a table lacks, at once. */
export function tableFailure(
  { table, columns = {}, indexes = [], rows }: TableCheck,
  live: LiveTable | undefined,
  database: string,
): Failure | undefined {
  if (!live)
    return {
      expected: `table ${table}`,
      found: `no such table in database ${database}`,
      fix: "npm run migrate -- verify shows what else differs from the files; npm run restore brings lost rows back",
    };
  const wrong = [
    ...Object.entries(columns).flatMap(([name, check]) => columnMistakes(name, check, live.columns[name])),
    ...indexes
      .filter((name) => !live.indexes.includes(name))
      .map((name) => [`index ${name}`, `no index ${name}`]),
    ...(rows !== undefined && !((live.rows ?? 0) >= rows)
      ? [[`at least ${rows} rows`, `${live.rows ?? 0} rows`]]
      : []),
  ];
  if (wrong.length === 0) return undefined;
  return {
    expected: wrong.map(([expected]) => expected).join("; "),
    found: wrong.map(([, found]) => found).join("; "),
    fix: "npm run migrate -- verify shows what differs from the files",
  };
}

function columnMistakes(
  name: string,
  { type, nullable, default: usual }: ColumnCheck,
  live: LiveTable["columns"][string] | undefined,
): string[][] {
  if (!live) return [[`column ${name}`, `no column ${name}`]];
  const wrong: string[][] = [];
  if (type !== undefined && plainType(type) !== plainType(live.type))
    wrong.push([`column ${name} of type ${type}`, `type ${live.type}`]);
  // JSON of MySQL has 1 and 0 here.
  if (nullable !== undefined && nullable !== Boolean(live.nullable))
    wrong.push([
      `column ${name} ${nullable ? "nullable" : "NOT NULL"}`,
      live.nullable ? "nullable" : "NOT NULL",
    ]);
  if (usual !== undefined && usual !== live.default)
    wrong.push([`column ${name} with default ${usual ?? "none"}`, `default ${live.default ?? "none"}`]);
  return wrong;
}

/** MariaDB still shows a width of integers, which means nothing. */
function plainType(type: string): string {
  return type.toLowerCase().replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/, "$1");
}
