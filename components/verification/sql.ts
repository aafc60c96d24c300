import { say } from "../../messages/say";
import type { Target } from "../database/client/target";
import { productOf } from "../database/products";
import { checkAppRole } from "./app-role";
import type { Failure, Outcome, Plan, QueryCheck, TableCheck, Where } from "./checks";
import { askReadOnly, type Answer } from "../database/client/read-only";
import { tableFailure, type LiveTable } from "./tables";

type DatabasePlan = Plan["databases"][number];

/** Looks at tables and asks queries, as the owner of the schema but unable to write; then at what the application's role may do. */
export async function checkDatabase(
  { name, target, app, tables, queries }: DatabasePlan,
  where: Where,
): Promise<Outcome[]> {
  const ask = (sql: string) => askReadOnly(target, where.engine, sql);
  const log = `${where.docker} logs ${target.container}`;
  const { check } = say().verification;
  const outcomes: Outcome[] = [];
  if (tables.length > 0) {
    const seconds = stopwatch();
    const live = await liveTables(target, tables, ask);
    for (const table of tables)
      outcomes.push(outcome(name, check.table(table.table), seconds(), judgeTable(table, live, target, log)));
  }
  for (const query of queries) {
    const seconds = stopwatch();
    const answer = await ask(query.sql);
    outcomes.push(outcome(name, query.name ?? query.sql, seconds(), judgeQuery(query, answer, target, log)));
  }
  if (app !== undefined) outcomes.push(await checkAppRole({ name, target, app, tables }, where));
  return outcomes;
}

async function liveTables(
  target: Target,
  tables: TableCheck[],
  ask: (sql: string) => Promise<Answer>,
): Promise<Map<string, LiveTable> | string> {
  const schema = await ask(productOf(target.product).checks.tables);
  if ("trouble" in schema) return schema.trouble;
  const live = new Map<string, LiveTable>();
  for (const row of schema.rows) {
    const thing = JSON.parse(row) as {
      table: string;
      index?: string;
      column?: string;
    } & LiveTable["columns"][string];
    const { table, index, column, ...rest } = thing;
    const known = live.get(table) ?? { columns: {}, indexes: [] };
    live.set(table, known);
    if (index !== undefined) known.indexes.push(index);
    if (column !== undefined) known.columns[column] = rest;
  }
  for (const { table, rows } of tables) {
    const found = live.get(table);
    if (rows === undefined || !found) continue;
    const counted = await ask(`SELECT count(*) FROM ${table}`);
    found.rows = "rows" in counted ? Number(counted.rows[0]) : NaN;
  }
  return live;
}

function judgeTable(
  table: TableCheck,
  live: Map<string, LiveTable> | string,
  target: Target,
  log: string,
): Failure | undefined {
  if (typeof live === "string") return unreadable(live, log);
  return tableFailure(table, live.get(table.table), target.database);
}

function judgeQuery(
  { equals }: QueryCheck,
  answer: Answer,
  target: Target,
  log: string,
): Failure | undefined {
  if ("trouble" in answer) return unreadable(answer.trouble, log, equals);
  const found = answer.rows.join("\n");
  if (found === equals) return undefined;
  const texts = say().verification.query;
  return {
    expected: equals,
    found: found === "" ? texts.noRow : found,
    fix: texts.look(target.database),
  };
}

function unreadable(trouble: string, log: string, expected = say().verification.query.answer): Failure {
  return { expected, found: trouble, fix: log };
}

function outcome(group: string, check: string, seconds: number, failure: Failure | undefined): Outcome {
  return { group, check, seconds, ...(failure && { failure }) };
}

function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}
