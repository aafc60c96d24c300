import { docker } from "../release/docker";
import { needles, redact } from "../redact";
import { settingsFile } from "./files";
import { assigned } from "./secrets";

/**
 * Text of a container without the values of its secret settings, which are read from its own file: whoever shows a log to people does not have them
 * otherwise. Of one that has none, or is gone, the text as it is.
 */
export async function withoutSettings(
  environment: Record<string, string>,
  container: string,
  text: string,
): Promise<string> {
  if (text === "") return text;
  // An archive of the one file, as text; also of a container that has ended.
  const archive = await docker(environment, "cp", `${container}:${settingsFile}`, "-").catch(() => "");
  return redact(text, needles(assigned(archive)));
}
