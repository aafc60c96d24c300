import { once } from "node:events";
import type { Readable } from "node:stream";
import { saidOf } from "../../components/engine/docker";
import { start as startProcess } from "../../components/engine/process";
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
  /** Makes the `docker` command talk to the stack's engine. */
  environment: Record<string, string>;
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
  const { child, ended } = start(to, to.client);
  const { stdin } = child;
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
    await complete;
    if (reader.isCutOff()) throw new UserError(say().imports.truncated());
    await send(to.end);
  } catch (error) {
    trouble = error as Error;
  }
  stream.destroy();
  stdin.end();
  const { code, said } = await ended;
  if (trouble !== undefined) throw trouble;
  if (code !== 0) throw new UserError(said);
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

/** The SQL of an archive, as a program of the container reads it. */
export function unpacked(from: Readable, to: Pick<Destination, "environment" | "container" | "client">): Sql {
  const { child, ended } = start(to, to.client);
  from.on("error", (error) => child.stdout.destroy(error)).pipe(child.stdin);
  const complete = ended.then(({ code, said }) => {
    if (code !== 0) throw new UserError(say().imports.archiveUnreadable(said));
  });
  complete.catch(() => undefined);
  return { stream: child.stdout, complete };
}

function start({ environment, container }: Pick<Destination, "environment" | "container">, command: string) {
  const child = startProcess("docker", ["exec", "-i", container, "sh", "-c", command], { environment });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4000)));
  const ended = new Promise<{ code: number; said: string }>((done) => {
    child.on("error", (error) => done({ code: 127, said: error.message }));
    child.on("close", (code, signal) => {
      child.stdin.destroy();
      done({ code: code ?? 1, said: saidOf(said, code, signal) });
    });
  });
  return { child, ended };
}
