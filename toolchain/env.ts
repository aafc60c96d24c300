import { delimiter } from "node:path";
import { say } from "../messages/say";
import { problemText } from "../messages/render";
import { backendEnvironment } from "../operations/kernel/backend";
import { ensurePulumi } from "../operations/pulumi";
import { shellWord } from "../components/engine/shell-word";

/** `npm run --silent env`: prints shell exports under which a plain `pulumi` works on what `npm start` made. */
export async function printEnvironment(): Promise<void> {
  const { env } = await ensurePulumi((line) => console.error(line));
  const own = process.env["PULUMI_BACKEND_URL"];
  const { PULUMI_BACKEND_URL: ours } = backendEnvironment();
  if (own && own !== ours) console.error(problemText(say().toolchain.otherState(own)));
  console.log(exportsOf({ ...env, ...backendEnvironment() }, process.env["PATH"] ?? "").join("\n"));
}

/**
 * The lines for a shell. Its own PATH stays: npm runs this with folders of its own on it.
 *
 * @param path that this process has, with which that of the environment ends
 */
export function exportsOf(env: Record<string, string>, path: string): string[] {
  const lines = Object.entries(env).map(([name, value]) => {
    const rest = `${delimiter}${path}`;
    return name === "PATH" && value.endsWith(rest)
      ? `export PATH=${shellWord(value.slice(0, -rest.length))}${delimiter}"$PATH"`
      : `export ${name}=${shellWord(value)}`;
  });
  // The CLI would take it before the file.
  return "PULUMI_CONFIG_PASSPHRASE_FILE" in env ? ["unset PULUMI_CONFIG_PASSPHRASE", ...lines] : lines;
}
