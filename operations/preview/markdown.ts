import { sections, type Entry, type Runbook, type Section, type Verdict } from "./shape";

const marks: Record<Verdict, string> = { nothing: "✅", safe: "✅", interrupts: "⚠️", "may lose data": "🔴" };

/** The runbook as a comment on a pull request. */
export function renderMarkdown(book: Runbook): string {
  const entry = ({ what, says, because, interrupts, loses }: Entry) => [
    `- **${escaped(what)}** ${escaped(says)}`,
    ...[
      ...because.map(escaped),
      ...interrupts.map((text) => `⚠️ **interrupts:** ${escaped(text)}`),
      ...loses.map((text) => `🔴 **may lose data:** ${escaped(text)}`),
    ].map((line) => `  - ${line}`),
  ];
  const parts = (Object.keys(sections) as Section[]).flatMap((section) => {
    const entries = book.entries.filter((one) => one.section === section);
    return entries.length === 0 ? [] : ["", `**${sections[section]}**`, "", ...entries.flatMap(entry)];
  });
  const warnings = book.warnings.map((text) => `> ⚠️ ${escaped(text).replaceAll("\n", "\n> ")}\n`);
  return [
    `### ${marks[book.verdict]} ${escaped(book.system)} → ${escaped(book.stack)}: ${book.verdict}`,
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
