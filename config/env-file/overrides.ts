import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";

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
): { values: Record<string, string>; mistakes: Problem[] } {
  const { overridesNothing, refersToUnset } = say().config.envFile;
  const mistakes: Problem[] = [];
  const mistake = (key: string, problem: Problem) => mistakes.push({ where: `overrides.${key}`, ...problem });
  const entries = Object.entries(overrides).map(([key, text]) => {
    if (!known.includes(key)) mistake(key, overridesNothing(known));
    const value = text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const found = values[name];
      if (found === undefined) mistake(key, refersToUnset(name));
      return found ?? "";
    });
    return [key, value] as const;
  });
  return { values: Object.fromEntries(entries.filter(([key]) => known.includes(key))), mistakes };
}
