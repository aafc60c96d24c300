import { spawn } from "node:child_process";
import { Readable } from "node:stream";

/** The `docker` command failed: the message has what it wrote to standard error. */
export class DockerFailed extends Error {
  override readonly name = "DockerFailed";

  constructor(
    command: string,
    stderr: string,
    /** What it printed before. */
    readonly stdout: string,
  ) {
    super(`docker ${command}: ${stderr}`);
  }
}

/** What a command that failed wrote to standard error. One that was killed, or whose container was, wrote nothing. */
export function saidOf(stderr: string, code: number | null | undefined, signal?: string | null): string {
  const end =
    typeof code === "number" ? `ended with exit code ${code}` : `was ended by ${signal ?? "a signal"}`;
  return stderr.trim() || `it ${end} and gave no reason`;
}

/** Runs the `docker` command on an engine. @throws DockerFailed with what it wrote to standard error, and as `stdout` what it printed before */
export async function docker(environment: Record<string, string>, ...args: string[]): Promise<string> {
  return (await dockerBytes(environment, args)).toString("utf8").trim();
}

/** The same for what is no text. @param input what it reads from standard input. Default: nothing */
export function dockerBytes(
  environment: Record<string, string>,
  args: string[],
  input?: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<Buffer> {
  return new Promise((done, fail) => {
    const child = spawn("docker", args, {
      env: { ...process.env, ...environment },
      stdio: [input ? "pipe" : "ignore", "pipe", "pipe"],
    });
    const stdout: Buffer[] = [];
    let stderr = "";
    child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    // What it does not read it says by its exit code. An input that breaks off must not pass for one that ended.
    child.stdin?.on("error", () => undefined);
    if (input && child.stdin)
      Readable.from(input)
        .on("error", (error) => {
          child.kill();
          fail(error);
        })
        .pipe(child.stdin);
    child.on("error", ({ message }) => fail(new DockerFailed(args[0] ?? "", message, "")));
    child.on("close", (code, signal) => {
      const printed = Buffer.concat(stdout);
      if (code === 0) done(printed);
      else
        fail(new DockerFailed(args[0] ?? "", saidOf(stderr, code, signal), printed.toString("utf8").trim()));
    });
  });
}
