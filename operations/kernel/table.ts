/** Letters that take two cells of a terminal: Chinese ones, and the punctuation and forms that go with them. */
const wide = /[\p{Script=Han}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/gu;

/** Cells that a line takes on a terminal. */
export const cellsOf = (text: string) => text.length + (text.match(wide)?.length ?? 0);

/** A text with blanks behind it, so that it takes so many cells at least. */
export const padded = (text: string, cells: number) => text + " ".repeat(Math.max(0, cells - cellsOf(text)));

/** Rows as text with aligned columns, a line each; the first row is the heading. */
export function alignedTable(rows: string[][]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => cellsOf(row[at] ?? ""))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) => padded(cell, widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
