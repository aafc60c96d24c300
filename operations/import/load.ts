import { once } from "node:events";
import { PassThrough, type Readable } from "node:stream";
import { saidOf } from "../../components/engine/said";
import { InputLeft, type Engine, type OpenOptions } from "../../components/engine/engine";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import type { DumpReader } from "../../components/database/product/dump";

/** SQL that comes from somewhere. */
export interface Sql {
  stream: Readable;
  /** Fails when what arrived is not all. */
  complete: Promise<void>;
}

/** Where a dump goes. */
export interface Destination {
  engine: Engine;
  container: string;
  /** Shell command inside the container that runs SQL. */
  client: string;
  /** Sent before the first line, and after the last one when all arrived. */
  begin: string;
  end: string;
  /** Aborts when this command is asked to end: then the load fails. */
  stop?: AbortSignal;
}

/**
 * Sends a dump to a database, line by line, byte for byte: a dump may hold blobs and texts of any encoding. The end is sent only when
 * the whole file arrived, so that an incomplete dump is never committed.
 *
 * @throws UserError with what the database said
 */
export async function load({ stream, complete }: Sql, reader: DumpReader, to: Destination): Promise<void> {
  // Without the end of its input the client ends well too, and nothing is committed.
  const { stdin, ended } = start(to, to.client, { mayLeaveInput: false });
  const send = async (text: string, encoding: BufferEncoding = "utf8") => {
    if (!stdin.write(text, encoding) && !stdin.destroyed) await Promise.race([once(stdin, "drain"), ended]);
  };
  let trouble: Error | undefined;
  const broken = new Promise<never>((_, fail) => stream.on("error", fail));
  broken.catch(() => undefined);
  const stopped = new Promise<void>((done) => to.stop?.addEventListener("abort", () => done()));
  try {
    await send(to.begin);
    const sendBytes = (text: string) => send(text, "latin1");
    await Promise.race([
      feed(linesOf(stream), reader, sendBytes, () => stdin.destroyed),
      ...[broken, ended, stopped],
    ]);
    if (to.stop?.aborted) throw new UserError(say().imports.interrupted(String(to.stop.reason)));
    // Where the client ended before, how it ended says more than what did not arrive.
    if (!stdin.destroyed) {
      await complete;
      if (reader.isCutOff()) throw new UserError(say().imports.truncated());
      await send(to.end);
    }
  } catch (error) {
    trouble = error as Error;
  }
  stream.destroy();
  stdin.end();
  const { code, said, isRead } = await ended;
  if (trouble !== undefined) throw trouble;
  if (code !== 0) throw new UserError(said);
  if (!isRead || !stdin.readableEnded) throw new UserError(say().imports.clientEnded);
}

/** The lines of a stream, a character a byte. Only a line feed ends one: a carriage return stays where it is. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream) {
    const lines = (chunk as Buffer).toString("latin1").split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) {
      yield rest + line;
      rest = "";
    }
    rest += last;
  }
  if (rest !== "") yield rest;
}

async function feed(
  lines: AsyncIterable<string>,
  reader: DumpReader,
  send: (text: string) => Promise<void>,
  isOver: () => boolean,
): Promise<void> {
  let batch = "";
  for await (const line of lines) {
    if (isOver()) return;
    batch += `${reader.line(line)}\n`;
    if (batch.length < 65_536) continue;
    await send(batch);
    batch = "";
  }
  await send(batch);
}

/** How many bytes of SQL there are. @throws Error when what arrived is not all */
export async function bytesOf({ stream, complete }: Sql): Promise<number> {
  let bytes = 0;
  for await (const chunk of stream) bytes += (chunk as Buffer).length;
  await complete;
  return bytes;
}

/** The SQL of an archive, as a program of the container reads it. Who no longer wants it destroys the stream. */
export function unpacked(from: Readable, to: Pick<Destination, "engine" | "container" | "client">): Sql {
  const stream = new PassThrough();
  const unwanted = new AbortController();
  stream.on("close", () => unwanted.abort());
  const { stdin, ended } = start(to, to.client, {
    signal: unwanted.signal,
    onOutput: (chunk) => (stream.write(chunk) ? undefined : room(stream)),
  });
  from.on("error", (error) => stream.destroy(error)).pipe(stdin);
  const complete = ended.then(({ code, said }) => {
    from.destroy();
    stream.end();
    if (code !== 0) throw new UserError(say().imports.archiveUnreadable(said));
  });
  complete.catch(() => undefined);
  return { stream, complete };
}

/** Waits until a stream takes more, or nothing any more. */
function room(stream: PassThrough): Promise<void> {
  if (stream.destroyed) return Promise.resolve();
  return new Promise((done) => {
    const go = () => {
      stream.off("drain", go).off("close", go);
      done();
    };
    stream.on("drain", go).on("close", go);
  });
}

/** Starts a shell command in the container. How it ended is a result: `said` is the end of what it wrote to standard error, `isRead` whether it read all that it had to. */
function start(
  { engine, container }: Pick<Destination, "engine" | "container">,
  command: string,
  { onOutput, ...options }: OpenOptions & { onOutput?: (chunk: Buffer) => Promise<void> | undefined } = {},
) {
  let stderr = Buffer.alloc(0);
  const hear = (chunk: Buffer) => void (stderr = Buffer.concat([stderr, chunk]).subarray(-4000));
  const { stdin, ended } = engine.open(container, ["sh", "-c", command], {
    ...options,
    listener: (stream, chunk) => (stream === "stderr" ? hear(chunk) : onOutput?.(chunk)),
  });
  const said = () => stderr.toString("utf8");
  return {
    stdin,
    ended: ended.then(
      (code) => ({ code: code ?? 1, said: saidOf(said(), code), isRead: true }),
      (error: Error) =>
        error instanceof InputLeft
          ? { code: 0, said: said(), isRead: false }
          : { code: 1, said: `${said()}\n${error.message}`.trim(), isRead: false },
    ),
  };
}
