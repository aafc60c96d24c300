import type { Options } from "execa";

/** How a process is run: all of execa's options, plus a receiver of its output lines while it runs. */
export interface RunOptions extends Options {
  /** Gets every line of standard output and standard error as it comes. */
  onLine?: (line: string) => void;
}

/** What a finished process left. */
export interface RunResult {
  /** 0 when it succeeded; other values only with `reject: false`, undefined when it could not be started. */
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program without a shell and waits for it.
 *
 * @throws execa's error (`shortMessage`, `exitCode`, `stdout`, `stderr`) when it fails, unless `reject: false`.
 */
export async function run(file: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  // execa is an ECMAScript module and this project is CommonJS, as Pulumi programs are: a dynamic import gets it.
  const { execa } = await import("execa");
  const { onLine, ...rest } = options;
  const child = execa(file, args, {
    ...(rest.input === undefined && rest.stdio === undefined && { stdin: "ignore" }),
    ...rest,
    ...(rest.env && { env: ownPassphrase(rest.env) }),
  });
  if (onLine) {
    const follow = async (from: "stdout" | "stderr") => {
      for await (const line of child.iterable({ from })) onLine(String(line));
    };
    await Promise.allSettled([follow("stdout"), follow("stderr")]);
  }
  const { exitCode, stdout, stderr } = await child;
  return { exitCode, stdout: String(stdout ?? ""), stderr: String(stderr ?? "") };
}

/** Where a file with the passphrase is named, it counts: the CLI would take one that the user's shell has for other stacks before it. */
function ownPassphrase(env: NonNullable<Options["env"]>): NonNullable<Options["env"]> {
  const isNamed = "PULUMI_CONFIG_PASSPHRASE_FILE" in env && !("PULUMI_CONFIG_PASSPHRASE" in env);
  return isNamed ? { ...env, PULUMI_CONFIG_PASSPHRASE: undefined } : env;
}
