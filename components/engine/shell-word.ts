/**
 * A text as one word of a shell, whatever is in it.
 *
 * @example shellWord("it's") // 'it'\''s'
 */
export const shellWord = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
