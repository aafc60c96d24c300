import { say } from "../../messages/say";
import type { Entry, Verdict } from "./shape";

/** The worst that an entry says counts. */
export function verdictOf(entries: Entry[]): Verdict {
  if (entries.some(({ loses }) => loses.length > 0)) return "may lose data";
  if (entries.some(({ interrupts }) => interrupts.length > 0)) return "interrupts";
  return entries.length > 0 ? "safe" : "nothing";
}

/** The verdict as one line, with what makes it so. */
export function summaryOf(verdict: Verdict, entries: Entry[]): string {
  const { summary } = say().preview;
  const all = (which: "interrupts" | "loses") =>
    entries.flatMap(({ what, [which]: texts }) => texts.map((text) => ({ what, text })));
  const [interrupts, loses] = [all("interrupts"), all("loses")];
  if (verdict === "nothing" || verdict === "safe") return summary[verdict];
  if (verdict === "interrupts") return summary.interrupts(interrupts);
  return interrupts.length > 0 ? summary.losesAndInterrupts({ loses, interrupts }) : summary.loses(loses);
}
