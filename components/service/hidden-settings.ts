import { docker } from "../release/docker";
import { needles, redact } from "../redact";
import { settingsFile } from "./files";
import { assigned } from "./secrets";

/**
 * Text of a container without the values of its secret settings. They are read from the container's own file, because a command that
 * shows a log does not know them. The text as it is when the container has none, or no longer exists.
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
