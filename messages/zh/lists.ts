/** Names as a list in a sentence. */
export const listed = (names: readonly string[]) => names.join("、");

/** The first of many names, and how many more there are. */
export const some = (names: readonly string[]) =>
  names.slice(0, 5).join("、") + (names.length > 5 ? ` 以及另外 ${names.length - 5} 个` : "");
