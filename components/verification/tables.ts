import { say } from "../../messages/say";
import type { ColumnCheck, Failure, TableCheck } from "./checks";

/** A table as it is. */
export interface LiveTable {
  columns: Record<string, { type: string; nullable: boolean; default: string | null }>;
  indexes: string[];
  rows?: number;
}

/** What was expected, and what was found. */
type Pair = [string, string];

/** Everything that a table lacks, at once. */
export function tableFailure(
  { table, columns = {}, indexes = [], rows }: TableCheck,
  live: LiveTable | undefined,
  database: string,
): Failure | undefined {
  const { check: checked, table: texts, together } = say().verification;
  if (!live) return { expected: checked.table(table), found: texts.none(database), fix: texts.restore };
  const wrong = [
    ...Object.entries(columns).flatMap(([name, check]) => columnMistakes(name, check, live.columns[name])),
    ...indexes
      .filter((name) => !live.indexes.includes(name))
      .map((name): Pair => [texts.index(name), texts.noIndex(name)]),
    ...(rows !== undefined && !((live.rows ?? 0) >= rows)
      ? [[texts.atLeast(rows), texts.rows(live.rows ?? 0)] satisfies Pair]
      : []),
  ];
  if (wrong.length === 0) return undefined;
  return {
    expected: together(wrong.map(([expected]) => expected)),
    found: together(wrong.map(([, found]) => found)),
    fix: texts.look,
  };
}

function columnMistakes(
  name: string,
  { type, nullable, default: usual }: ColumnCheck,
  live: LiveTable["columns"][string] | undefined,
): Pair[] {
  const texts = say().verification.table;
  if (!live) return [[texts.column(name), texts.noColumn(name)]];
  const wrong: Pair[] = [];
  if (type !== undefined && plainType(type) !== plainType(live.type))
    wrong.push([texts.columnOfType({ name, type }), texts.type(live.type)]);
  // JSON of MySQL has 1 and 0 here.
  if (nullable !== undefined && nullable !== Boolean(live.nullable))
    wrong.push([texts.columnNullable({ name, nullable }), texts.nullable(Boolean(live.nullable))]);
  if (usual !== undefined && usual !== live.default)
    wrong.push([texts.columnDefault({ name, value: usual }), texts.default(live.default)]);
  return wrong;
}

/** MariaDB still shows a width of integers, which means nothing. */
function plainType(type: string): string {
  return type.toLowerCase().replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/, "$1");
}
