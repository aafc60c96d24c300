import { finish, finishNow } from "./process";

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
  const { code, signal, stdout, stderr } = await finish("docker", args, { environment });
  const printed = stdout.toString("utf8").trim();
  if (code === 0) return printed;
  throw new DockerFailed(args[0] ?? "", saidOf(stderr, code, signal), printed);
}

/** The same where nothing can be waited for. */
export function dockerNow(environment: Record<string, string>, ...args: string[]): string {
  const { code, signal, stdout, stderr } = finishNow("docker", args, { environment, timeout: 300 });
  if (code === 0) return stdout;
  throw new DockerFailed(args[0] ?? "", saidOf(stderr, code, signal), stdout);
}
