import { compare } from "../../components/migration/ledger";
import { readLedger } from "../../components/migration/runner/locked";
import { disagreement } from "../../components/migration/runner/messages";
import type { Found } from "./target";

/** The ledger as a table, what is pending, and what does not agree. */
export async function status({ job, files, mistakes }: Found): Promise<void> {
  const rows = (await readLedger(job)) ?? [];
  const { pending, ...rest } = compare(files, rows);
  const runsAgain = (name: string) => pending.some((file) => file.name === name);
  const table = [
    ["#", "FILE", "STATE", "WHEN (UTC)", "TIME", "RELEASE", "BACKUP"],
    ...rows.map((row) => [
      String(row.ordinal),
      row.name,
      runsAgain(row.name) ? `${row.state}, pending` : row.state,
      row.started_at.slice(0, 19).replace("T", " "),
      row.duration_ms === null ? "" : `${row.duration_ms} ms`,
      row.release ?? "",
      row.backup ?? "",
    ]),
    ...pending
      .filter(({ name }) => !rows.some((row) => row.name === name))
      .map(({ ordinal, name }) => [String(ordinal), name, "pending", "", "", "", ""]),
  ];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table)
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  for (const line of [...mistakes, ...disagreement(rest)]) console.log(line);
  console.log(
    [
      `Database ${job.database}: ${rows.filter(({ state }) => state === "applied" || state === "baseline").length} applied`,
      ...(rest.blocked.length > 0 ? [`${rest.blocked.length} did not end`] : []),
      `${pending.length} pending.`,
    ].join(", "),
  );
}
