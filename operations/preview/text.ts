import { say } from "../../messages/say";
import { cellsOf, padded } from "../kernel/table";
import { sections, type Entry, type Runbook, type Verdict } from "./shape";

/** Colours a text; on anything but a terminal, leaves it as it is. */
type Paint = (text: string) => string;

/** Colours are for terminals, and for those who did not ask to go without (https://no-color.org). */
export function painter(
  isTerminal: boolean,
  env: NodeJS.ProcessEnv,
): Record<"red" | "yellow" | "green" | "bold", Paint> {
  const isColoured = isTerminal && (env["NO_COLOR"] ?? "") === "";
  const paint =
    (code: number): Paint =>
    (text) =>
      isColoured ? `\x1b[${code}m${text}\x1b[0m` : text;
  return { red: paint(31), yellow: paint(33), green: paint(32), bold: paint(1) };
}

/** The runbook for a terminal or a log. */
export function renderText(book: Runbook, { red, yellow, green, bold }: ReturnType<typeof painter>): string {
  const { sections: titles, verdicts, title, warnings: heading } = say().preview;
  const { at } = say().problem;
  const paints: Record<Verdict, Paint> = {
    nothing: green,
    safe: green,
    interrupts: yellow,
    "may lose data": red,
  };
  const verdict = bold(paints[book.verdict](book.summary));
  if (book.verdict === "nothing") return [...book.warnings.map(yellow), verdict].join("\n");
  // A long name of a file moves nothing but its own line.
  const width = Math.min(24, Math.max(...book.entries.map(({ what }) => cellsOf(what))));
  const entry = ({ what, says, because, interrupts, loses }: Entry) => [
    `  ${padded(what, width)}  ${says}`,
    ...[
      ...because.map((text) => `- ${text}`),
      ...interrupts.map((text) => yellow(at(verdicts.interrupts, text))),
      ...loses.map((text) => red(at(verdicts["may lose data"], text))),
    ].map((line) => `  ${" ".repeat(width)}  ${line}`),
  ];
  const parts = sections.flatMap((section) => {
    const entries = book.entries.filter((one) => one.section === section);
    return entries.length === 0 ? [] : [bold(titles[section]), ...entries.flatMap(entry), ""];
  });
  const warnings =
    book.warnings.length === 0
      ? []
      : [bold(heading), ...book.warnings.map((text) => yellow(`  ${text}`)), ""];
  return [bold(title(book)), "", ...parts, ...warnings, verdict].join("\n");
}
