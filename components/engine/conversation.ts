import { PassThrough, Readable, type Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { say } from "../../messages/say";
import { at, type Client, type Sent } from "./api/client";
import { EngineFailed, ifAnswered } from "./api/failed";
import { takeApart, type Listener } from "./api/streams";
import type { ExecOptions, OpenOptions } from "./api/types";
import { patience, within } from "./within";

/**
 * A process in a container that is spoken with while it runs. What it writes goes to the listener that it was opened with.
 *
 * Its input ends with {@link stdin}, and with this program, however that ends: then the connection is gone, and the engine ends the input.
 */
export interface Conversation {
  /**
   * What the process reads. It may be written to at once; what the process does not take yet is held back, so who has much waits for `drain`. It is
   * destroyed when the process has ended; `readableEnded` says then whether all of it was sent.
   */
  readonly stdin: Writable & Pick<Readable, "readableEnded">;
  /**
   * The exit code of the process, when all that it wrote was handed on. null: its container ended before it; 126, 127: it could not be started.
   * Fails with an `EngineFailed` when the engine refused it or the connection was lost, and with the reason of an aborted `signal`.
   */
  readonly ended: Promise<number | null>;
}

/** Hands a process its input, and lets it know the end of it. One that breaks off ends too: who sends it looks at its `errored`. */
export function give(input: ExecOptions["stdin"], stdin: Writable): void {
  if (input instanceof Readable) input.on("error", () => stdin.end()).pipe(stdin);
  else if (input !== undefined) stdin.end(input);
}

interface ConverseOptions extends OpenOptions {
  /** Whether the process has an input at all. Default: true */
  attachStdin?: boolean;
}

/** A process ended well before all of its input was sent: it did not read it, or the connection broke. */
export class InputLeft extends EngineFailed {
  constructor() {
    super(0, say().connection.inputLeft);
  }
}

/** The connection to a process that was started is lost: it may still run. */
export class ProcessLost extends EngineFailed {}

/** Starts a process in a container. */
export function converse(
  client: Client,
  name: string,
  command: string[],
  options: ConverseOptions,
): Conversation {
  const stdin = new PassThrough();
  // Who still writes when it has ended learns so by its end.
  stdin.on("error", () => undefined);
  const ended = talk(client, name, command, options, stdin).finally(() => stdin.destroy());
  ended.catch(() => undefined);
  return { stdin, ended };
}

async function talk(
  client: Client,
  name: string,
  command: string[],
  {
    user,
    environment = {},
    attachStdin = true,
    mayLeaveInput,
    listener = () => undefined,
    signal,
  }: ConverseOptions,
  stdin: PassThrough,
): Promise<number | null> {
  const body = {
    ...{ AttachStdin: attachStdin, AttachStdout: true, AttachStderr: true, Cmd: command },
    ...(user !== undefined && { User: user }),
    Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
  };
  const sent = signal && { signal };
  const { Id: id } = await client.json<{ Id: string }>("POST", at("containers", name, "exec"), {
    body,
    ...sent,
  });
  const socket = await client.hijack(at("exec", id, "start"), { body: { Tty: false }, ...sent });
  const leave = () => socket.destroy(signal?.reason as Error);
  signal?.addEventListener("abort", leave, { once: true });
  if (signal?.aborted) leave();
  if (attachStdin) stdin.pipe(socket);
  const mustBeSent = attachStdin && !mayLeaveInput;
  let broken: NodeJS.ErrnoException | undefined;
  let isSent: boolean;
  try {
    await takeApart(socket, listener);
  } catch (error) {
    broken = error as Error;
    if (signal?.aborted) throw lost(client, broken, sent);
  } finally {
    isSent = stdin.readableEnded && socket.writableLength === 0;
    signal?.removeEventListener("abort", leave);
    socket.destroy();
  }
  // How it ended says more than that the connection broke with it. But 0 counts only with all that it was to read: half a file may end well too.
  const end = client.isClosed
    ? undefined
    : await outcome(client, id).catch((error: Error) => {
        throw lost(client, error);
      });
  const isGood = end?.ExitCode === 0 && !end.Running;
  if (isGood && mustBeSent && (!isSent || broken?.code === "EPIPE")) throw new InputLeft();
  const isUnread = attachStdin && !mustBeSent && broken !== undefined && isInput(broken);
  if (!end || end.Running || (isGood && broken && !isUnread))
    throw lost(client, broken ?? new Error(say().connection.cutOff));
  return end.ExitCode;
}

function lost(client: Client, error: Error, sent?: Sent): Error {
  const failed = client.lost(error, sent);
  return failed instanceof EngineFailed && failed.status === 0
    ? new ProcessLost(0, failed.message, failed.said)
    : failed;
}

/** Whether a connection broke on its way in: also because a process ended that had not read all of its input. */
const isInput = ({ code = "" }: NodeJS.ErrnoException) =>
  ["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED"].includes(code);

interface Outcome {
  Running?: boolean;
  ExitCode: number | null;
}

/** The engine notes that a process has ended a moment after its output has: how often it is asked, and after how many milliseconds again. */
const [attempts, moment] = [60, 50];

async function outcome(client: Client, exec: string): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const found = await inspected(client, exec);
    if (!found.Running || attempt === attempts) return found;
    await pause(moment);
  }
}

function inspected(client: Client, exec: string): Promise<Outcome> {
  const asked = within(patience, ({ signal }) =>
    client.json<Outcome>("GET", at("exec", exec, "json"), { signal }),
  );
  return ifAnswered(asked, (failed) => {
    // Its container is gone, and it with that.
    if ([404, 409].includes(failed.status)) return { ExitCode: null };
    throw failed;
  });
}

/**
 * Connects to what a container writes from now on: of one that is started afterwards, to all of it.
 *
 * @returns once it is connected. `ended`: when its output is, which it also is when the container is removed
 */
export async function attach(
  client: Client,
  name: string,
  listener: Listener,
): Promise<{ ended: Promise<void> }> {
  const query = { stream: true, stdout: true, stderr: true };
  const socket = await client.hijack(at("containers", name, "attach"), { query });
  const ended = takeApart(socket, listener)
    .catch((error: Error) => {
      throw client.lost(error);
    })
    .finally(() => socket.destroy());
  ended.catch(() => undefined);
  return { ended };
}
