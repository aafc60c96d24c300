import type { Mistake } from "../explain";

/**
 * The stack file's overrides with each `${NAME}` replaced by what the env file says, so that a stack can add to a list without
 * repeating it. An unknown name is a mistake: it would silently change nothing.
 *
 * @param overrides values by key, from the stack file
 * @param values what the env file says
 * @param known keys that the system reads
 */
export function expanded(
  overrides: Record<string, string>,
  values: Record<string, string>,
  known: string[],
): { values: Record<string, string>; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const mistake = (key: string, problem: string, remedy: string) =>
    mistakes.push({ path: `overrides.${key}`, problem, remedy });
  const entries = Object.entries(overrides).map(([key, text]) => {
    if (!known.includes(key))
      mistake(key, "no setting of this system", `remove it (known: ${known.join(", ")})`);
    const value = text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const found = values[name];
      if (found === undefined)
        mistake(
          key,
          `refers to \${${name}}, which the env file does not set`,
          `add ${name} to the file, or write the value`,
        );
      return found ?? "";
    });
    return [key, value] as const;
  });
  return { values: Object.fromEntries(entries.filter(([key]) => known.includes(key))), mistakes };
}
