import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { shellWord } from "./shell-word";
import { ownSocket } from "./api/address";

/** The person's shell. Some commands set these variables for what they start. */
const atStart = { ...process.env };

/**
 * The word `docker` for a command that a person is to type: with the stack's engine, where a shell's own would be another. A command that
 * deletes would hit a thing of the same name there.
 *
 * @param engine makes the `docker` command talk to the stack's engine
 * @param shell the environment of the person's shell
 * @example dockerWord({ DOCKER_HOST: "ssh://deploy@10.0.0.5" }) // "DOCKER_HOST=ssh://deploy@10.0.0.5 docker"
 */
export function dockerWord(
  engine: Record<string, string>,
  shell: Record<string, string | undefined> = atStart,
): string {
  const settings = engineSettings(engine, shell);
  return settings === "" ? "docker" : `${settings} docker`;
}

/** Those variables alone, for an `export`; nothing where the shell's own engine is that of the stack. */
export function engineSettings(
  engine: Record<string, string>,
  shell: Record<string, string | undefined> = atStart,
): string {
  const usual: Record<string, string> = usesContext(shell) ? {} : { DOCKER_HOST: ownSocket };
  const wanted = { ...usual, ...engine };
  const isSame = Object.entries(wanted).every(([name, value]) => value === (shell[name] || usual[name]));
  const words = Object.entries(engine).map(([name, value]) => `${name}=${quoted(value)}`);
  return isSame ? "" : words.join(" ");
}

/** Whether the shell's `docker` talks to the engine of a context. A DOCKER_HOST counts before it. */
function usesContext(shell: Record<string, string | undefined>): boolean {
  const named = shell["DOCKER_CONTEXT"];
  if (shell["DOCKER_HOST"]) return false;
  if (named) return named !== "default";
  const folder = shell["DOCKER_CONFIG"] || join(shell["HOME"] || homedir(), ".docker");
  try {
    const { currentContext = "default" } = JSON.parse(readFileSync(join(folder, "config.json"), "utf8")) as {
      currentContext?: string;
    };
    return currentContext !== "default";
  } catch {
    return false;
  }
}

const quoted = (value: string) => (/^[\w./:@%+-]*$/.test(value) ? value : shellWord(value));
