/** A table of Markdown. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Ours to theirs, with two digits. */
export function ratio(ours: number, theirs: number): string {
  return (ours / theirs).toFixed(2);
}
