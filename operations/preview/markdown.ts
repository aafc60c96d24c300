import { say } from "../../messages/say";
import { sections, type Entry, type Runbook, type Verdict } from "./shape";

const marks: Record<Verdict, string> = { nothing: "✅", safe: "✅", interrupts: "⚠️", "may lose data": "🔴" };

/** The runbook as a comment on a pull request. */
export function renderMarkdown(book: Runbook): string {
  const { sections: titles, verdicts } = say().preview;
  const { at } = say().problem;
  // With the blank behind it: beside a Chinese letter the stars would not end what is bold.
  const cost = (verdict: Verdict, text: string) =>
    `**${at(verdicts[verdict], "").trimEnd()}** ${escaped(text)}`;
  const entry = ({ what, says, because, interrupts, loses }: Entry) => [
    `- **${escaped(what)}** ${escaped(says)}`,
    ...[
      ...because.map(escaped),
      ...interrupts.map((text) => `⚠️ ${cost("interrupts", text)}`),
      ...loses.map((text) => `🔴 ${cost("may lose data", text)}`),
    ].map((line) => `  - ${line}`),
  ];
  const parts = sections.flatMap((section) => {
    const entries = book.entries.filter((one) => one.section === section);
    return entries.length === 0 ? [] : ["", `**${titles[section]}**`, "", ...entries.flatMap(entry)];
  });
  const warnings = book.warnings.map((text) => `> ⚠️ ${escaped(text).replaceAll("\n", "\n> ")}\n`);
  return [
    `### ${marks[book.verdict]} ${at(`${escaped(book.system)} → ${escaped(book.stack)}`, verdicts[book.verdict])}`,
    "",
    escaped(book.summary),
    ...parts,
    ...(warnings.length > 0 ? ["", ...warnings] : []),
  ].join("\n");
}

/** Names and values as they are: none of their characters is Markdown or HTML, and none calls anybody (`@name`). */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]~|#]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "&#64;");
}
