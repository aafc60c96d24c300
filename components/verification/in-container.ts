import { say } from "../../messages/say";
import type { Engine } from "../engine/engine";
import { Output } from "../engine/api/streams";

/** What a command in a container ended with. */
export interface Ran {
  code: number;
  /** What it wrote, errors too. */
  output: string;
}

/** Arguments of {@link inContainer}. */
export interface InContainerArgs {
  engine: Engine;
  container: string;
  command: string[];
  input?: string;
  /** Seconds after which it is given up. Default 60. */
  timeout?: number;
}

/** Runs a command in a running container. A failure is a result, not an exception. */
export async function inContainer({
  engine,
  container,
  command,
  input = "",
  timeout = 60,
}: InContainerArgs): Promise<Ran> {
  const written = new Output();
  const signal = AbortSignal.timeout(timeout * 1000);
  const ended = (code: number, more = "") => ({ code, output: `${written.both}${more}`.trim() });
  try {
    const options = { stdin: input, mayLeaveInput: true, listener: written.listener, signal };
    const { code } = await engine.exec(container, command, options);
    return ended(code ?? 1);
  } catch (error) {
    // As GNU timeout says it.
    if (signal.aborted) return ended(124, `\n${say().verification.command.noEnd(timeout)}`);
    return ended(1, `\n${(error as Error).message}`);
  }
}

/**
 * Runs one shell command once for each text, which it gets as its standard input. All in one process, because each costs a
 * tenth of a second.
 */
export async function onEach(
  args: Omit<InContainerArgs, "command" | "input">,
  command: string,
  texts: string[],
): Promise<Ran[]> {
  if (texts.length === 0) return [];
  const loop = `while read -r text; do
  output=$(printf %s "$text" | base64 -d | sh -c "$0" 2>&1)
  printf '%s %s\\n' "$?" "$(printf %s "$output" | base64 | tr -d '\\n')"
done`;
  const input = texts.map((text) => `${Buffer.from(text).toString("base64")}\n`).join("");
  const { output } = await inContainer({ ...args, command: ["sh", "-c", loop, command], input });
  const lines = output.split("\n");
  return texts.map((_, at) => {
    const [, code, text] = /^(\d+) ([A-Za-z0-9+/=]*)$/.exec(lines[at] ?? "") ?? [];
    if (code === undefined || text === undefined) return { code: 1, output: lines.slice(at).join("\n") };
    return { code: Number(code), output: Buffer.from(text, "base64").toString() };
  });
}
