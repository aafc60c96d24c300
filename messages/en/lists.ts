/** Names as a list in a sentence. */
export const listed = (names: readonly string[]) => names.join(", ");

/** How many there are of something. @example counted(2, "table") // "2 tables" */
export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

/** The first of many names, and how many more there are. */
export const some = (names: readonly string[]) =>
  names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
