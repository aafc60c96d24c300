import { say } from "../../messages/say";
import { docker } from "../engine/docker";
import { needles, redact } from "../engine/redact";
import { settingsFile } from "./files";
import { assigned } from "./assignments";

/**
 * Text of a container without the values of its secret settings. They are read from the container's own file, because a command that
 * shows a log does not know them. The text as it is when the container has none, or no longer exists; none of it when the file cannot
 * be read.
 */
export async function withoutSettings(
  environment: Record<string, string>,
  container: string,
  text: string,
): Promise<string> {
  if (text === "") return text;
  // An archive of the one file, as text; also of a container that has ended.
  const archive = await docker(environment, "cp", `${container}:${settingsFile}`, "-").catch(
    (error: Error) =>
      /no such container|no such file|could not find the file/i.test(error.message) ? "" : undefined,
  );
  if (archive === undefined) return say().workload.notShown;
  return redact(text, needles(assigned(archive)));
}
