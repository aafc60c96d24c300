import type { Entry, Verdict } from "./shape";

/** The worst that an entry says counts. */
export function verdictOf(entries: Entry[]): Verdict {
  if (entries.some(({ loses }) => loses.length > 0)) return "may lose data";
  if (entries.some(({ interrupts }) => interrupts.length > 0)) return "interrupts";
  return entries.length > 0 ? "safe" : "nothing";
}

/** The verdict as one line, with what makes it so. */
export function summaryOf(verdict: Verdict, entries: Entry[]): string {
  const all = (which: "interrupts" | "loses") =>
    entries.flatMap((entry) => entry[which].map((text) => `${entry.what}: ${text}`)).join("; ");
  if (verdict === "nothing") return "Nothing to do: the stack matches the program.";
  if (verdict === "safe") return "Safe: no interruption, and no data at risk.";
  if (verdict === "interrupts") return `Interrupts: ${all("interrupts")}.`;
  const also = all("interrupts");
  return `May lose data: ${all("loses")}.${also === "" ? "" : ` Also interrupts: ${also}.`}`;
}
