import {
  spawn,
  spawnSync,
  type ChildProcess,
  type ChildProcessWithoutNullStreams,
  type SpawnOptions,
} from "node:child_process";
import { Readable } from "node:stream";

/** Where and with what a program runs. */
export interface ProcessOptions {
  /** Variables besides those of this process, such as those that make `docker` talk to a stack's engine. */
  environment?: Record<string, string> | undefined;
  /** Folder that it runs in. Default: that of this process. */
  cwd?: string;
}

/** How a program ended. */
export interface Ended {
  /** Its exit code; null: a signal ended it; 127: it could not be started, and `stderr` says why. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
}

/**
 * Starts a program without a shell. Its streams are the caller's; a program that cannot be started says so by the event `error`.
 *
 * @param options.apart gives it a session of its own: Ctrl-C on this process' terminal does not reach it, nor can it ask anything there. Default: false
 */
export function start(
  file: string,
  args: string[],
  { environment, cwd, apart = false }: ProcessOptions & { apart?: boolean } = {},
): ChildProcessWithoutNullStreams {
  const child = spawn(file, args, { cwd, detached: apart, env: { ...process.env, ...environment } });
  // A program may end before it has read all of its input: how it ended says more.
  child.stdin.on("error", () => undefined);
  return child;
}

/** Starts a program that outlives this one, in a session of its own. @param options where it runs and what its streams are */
export function startDetached(file: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(file, args, { ...options, detached: true });
  child.unref();
  return child;
}

/**
 * Runs a program to its end. A failure is a result, not an exception.
 *
 * @param options.input what it reads from standard input. Default: nothing. One that breaks off ends the program, and is thrown
 * @param options.timeout seconds after which it is ended. Default: never
 */
export function finish(
  file: string,
  args: string[],
  {
    input,
    timeout,
    ...options
  }: ProcessOptions & { input?: string | Iterable<Buffer> | AsyncIterable<Buffer>; timeout?: number } = {},
): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = startOrSay(file, args, options);
    if (child instanceof Error)
      return done({ code: 127, signal: null, stdout: Buffer.alloc(0), stderr: child.message });
    const giveUp = () => {
      child.kill();
      // What it started may keep its streams open.
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
    };
    const timer = timeout === undefined ? undefined : setTimeout(giveUp, timeout * 1000);
    const stdout: Buffer[] = [];
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    if (input === undefined || typeof input === "string") child.stdin.end(input ?? "");
    else
      Readable.from(input)
        .on("error", (error) => {
          child.kill();
          fail(error);
        })
        .pipe(child.stdin);
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      clearTimeout(timer);
      done({ code, signal, stdout: Buffer.concat(stdout), stderr });
    };
    child.on("error", ({ message }) => {
      stderr += message;
      end(127, null);
    });
    child.on("close", end);
  });
}

/** Arguments that are too long are refused before anything is started. */
function startOrSay(
  file: string,
  args: string[],
  options: ProcessOptions,
): ChildProcessWithoutNullStreams | Error {
  try {
    return start(file, args, options);
  } catch (error) {
    return error as Error;
  }
}

/**
 * The same where nothing can be waited for: in a constructor, or while this process ends.
 *
 * @param options.apart as of {@link start}
 */
export function finishNow(
  file: string,
  args: string[],
  {
    environment,
    cwd,
    input = "",
    timeout,
    without = [],
    apart = false,
  }: ProcessOptions & { input?: string; timeout?: number; without?: string[]; apart?: boolean } = {},
): Omit<Ended, "stdout"> & { stdout: string } {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !without.some((start) => name.startsWith(start)),
  );
  // Node.js takes it here too, though its types do not say so.
  const session: object = { detached: apart };
  const { status, signal, stdout, stderr, error } = spawnSync(file, args, {
    ...session,
    cwd,
    input,
    env: { ...Object.fromEntries(inherited), ...environment },
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...(timeout !== undefined && { timeout: timeout * 1000 }),
  });
  const didStart = status !== null || signal !== null;
  return {
    code: didStart ? status : 127,
    signal,
    stdout: stdout ?? "",
    stderr: error ? error.message : (stderr ?? ""),
  };
}
