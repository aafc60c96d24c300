import type { Readable } from "node:stream";

/** Gets what a process writes, in the order in which it comes. While it takes its time the process waits: no more is read. */
export type Listener = (stream: "stdout" | "stderr", chunk: Buffer) => void | Promise<void>;

/** Length of the head of each piece: which stream it is of, three zeros, and its length. */
const head = 8;

/**
 * Takes the two streams of a process apart that the engine sends as one. What does not come in such pieces, as the output of a terminal or what
 * the engine says of a process that it could not start, counts as standard error.
 *
 * @returns when the stream has ended
 */
export async function takeApart(stream: Readable, listener: Listener): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let isPlain = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (!isPlain && rest.length >= head) {
      isPlain = rest.readUInt32BE(0) % 0x1000000 !== 0 || (rest[0] ?? 3) > 2;
      const end = head + rest.readUInt32BE(4);
      if (isPlain || rest.length < end) break;
      await listener(rest[0] === 2 ? "stderr" : "stdout", rest.subarray(head, end));
      rest = rest.subarray(end);
    }
    if (isPlain && rest.length > 0) {
      await listener("stderr", rest);
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0) await listener("stderr", rest);
}

/** What a process wrote. */
export class Output {
  private readonly pieces: { stream: "stdout" | "stderr"; chunk: Buffer }[] = [];

  readonly listener = (stream: "stdout" | "stderr", chunk: Buffer): void => {
    this.pieces.push({ stream, chunk });
  };

  get stdout(): Buffer {
    return this.of("stdout");
  }

  get stderr(): string {
    return this.of("stderr").toString("utf8");
  }

  /** Both, in the order in which they came. */
  get both(): string {
    return Buffer.concat(this.pieces.map(({ chunk }) => chunk)).toString("utf8");
  }

  private of(wanted: "stdout" | "stderr"): Buffer {
    return Buffer.concat(this.pieces.flatMap(({ stream, chunk }) => (stream === wanted ? [chunk] : [])));
  }
}
