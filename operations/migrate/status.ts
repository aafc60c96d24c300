import { compare } from "../../components/migration/ledger";
import { readLedger } from "../../components/migration/runner/locked";
import { disagreement } from "../../components/migration/runner/messages";
import { say } from "../../messages/say";
import { alignedTable } from "../kernel/table";
import type { Found } from "./target";

/** The ledger as a table, what is pending, and what does not agree. */
export async function status({ job, engine, files, mistakes }: Found): Promise<void> {
  const rows = (await readLedger(job, engine)) ?? [];
  const { pending, ...rest } = compare(files, rows);
  const runsAgain = (name: string) => pending.some((file) => file.name === name);
  const texts = say().migrate.status;
  const table = [
    texts.columns,
    ...rows.map((row) => [
      String(row.ordinal),
      row.name,
      runsAgain(row.name) ? texts.runsAgain(texts.states[row.state]) : texts.states[row.state],
      row.started_at.slice(0, 19).replace("T", " "),
      row.duration_ms === null ? "" : `${row.duration_ms} ms`,
      row.release ?? "",
      row.backup ?? "",
    ]),
    ...pending
      .filter(({ name }) => !rows.some((row) => row.name === name))
      .map(({ ordinal, name }) => [String(ordinal), name, texts.pending, "", "", "", ""]),
  ];
  console.log(alignedTable(table));
  for (const line of [...mistakes, ...disagreement(rest)]) console.log(line);
  const applied = rows.filter(({ state }) => state === "applied" || state === "baseline").length;
  const counts = { applied, blocked: rest.blocked.length, pending: pending.length };
  console.log(texts.summary({ database: job.database, ...counts }));
}
