import { say } from "../../messages/say";
import { start } from "../engine/process";

/** What a command in a container ended with. */
export interface Ran {
  code: number;
  /** What it wrote, errors too. */
  output: string;
}

/** Arguments of {@link inContainer}. */
export interface InContainerArgs {
  /** Makes the `docker` command talk to the stack's engine. */
  environment: Record<string, string>;
  container: string;
  command: string[];
  input?: string;
  /** Seconds after which it is given up. Default 60. */
  timeout?: number;
}

/** Runs a command in a running container. A failure is a result, not an exception. */
export function inContainer({
  environment,
  container,
  command,
  input = "",
  timeout = 60,
}: InContainerArgs): Promise<Ran> {
  return new Promise((done) => {
    const child = start("docker", ["exec", "-i", container, ...command], { environment });
    let output = "";
    const take = (text: string) => {
      output += text;
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.stdin.end(input);
    const end = (code: number) => {
      clearTimeout(timer);
      done({ code, output: output.trim() });
    };
    const timer = setTimeout(() => {
      take(`\n${say().verification.command.noEnd(timeout)}`);
      child.kill();
      // The docker command itself ends with 0 on a signal. As GNU timeout says it:
      end(124);
    }, timeout * 1000);
    child.on("error", (error) => {
      take(error.message);
      end(127);
    });
    child.on("close", (code) => end(code ?? 1));
  });
}

/**
 * Runs one shell command once for each text, which it gets as its standard input. All in one `docker exec`, because each costs a
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
