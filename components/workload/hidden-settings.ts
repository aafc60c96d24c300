import { say } from "../../messages/say";
import { ifAnswered, type Engine } from "../engine/engine";
import { needles, redact } from "../engine/redact";
import { settingsFile } from "./files";
import { assigned } from "./assignments";

/**
 * Text of a container without the values of its secret settings. They are read from the container's own file, because a command that
 * shows a log does not know them. The text as it is when the container has none, or no longer exists; none of it when the file cannot
 * be read.
 */
export async function withoutSettings(
  engine: Pick<Engine, "readFiles">,
  container: string,
  text: string,
): Promise<string> {
  if (text === "") return text;
  const archive = await ifAnswered(engine.readFiles(container, settingsFile), () => "unknown" as const);
  if (archive === "unknown") return say().workload.notShown;
  // Of the one file, as text; also of a container that has ended.
  return redact(text, needles(assigned(archive?.toString("utf8") ?? "")));
}
