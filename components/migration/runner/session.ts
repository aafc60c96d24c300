import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import type { ClientError, Dialect } from "./dialect";

/** The client ended before it had answered. */
export class SessionEnded extends Error {
  constructor(
    /** What the client said, with a line of the text that was sent last. */
    readonly told: ClientError,
    /** All that it wrote to standard error. */
    readonly stderr: string,
  ) {
    super(told.message);
  }
}

/** A client of the database inside its container, which answers one text after the other. */
export class Session {
  private readonly client: ChildProcessWithoutNullStreams;
  private output = "";
  private stderr = "";
  /** Lines sent before the text that is being answered. */
  private sent = 0;
  private marks = 0;
  private answer:
    { mark: string; rows: string[]; done: () => void; failed: (error: Error) => void } | undefined;
  private ended = false;
  /** Gets what the database says of its own accord. */
  onNews: (line: string) => void = () => undefined;

  constructor(
    container: string,
    client: string,
    private readonly dialect: Dialect,
  ) {
    const command = `exec ${client} ${dialect.options}`;
    this.client = spawn("docker", ["exec", "-i", container, "sh", "-c", command], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.client.stdout.setEncoding("utf8").on("data", (text: string) => this.read(text));
    this.client.stderr.setEncoding("utf8").on("data", (text: string) => this.hear(text));
    // A client that ended closes its input; how it ended is told by "close".
    this.client.stdin.on("error", () => undefined);
    this.client.on("error", (error) => (this.stderr += error.message));
    this.client.on("close", () => this.end());
  }

  /**
   * Sends a text and waits until the client has worked it off.
   *
   * @returns the lines that it printed
   * @throws SessionEnded when the client stopped: at an error, or because the server or the connection is gone
   */
  async ask(text: string, onRow?: (row: string) => void): Promise<string[]> {
    const mark = `mg-mark-${++this.marks}`;
    const rows: string[] = [];
    const whole = text + this.dialect.mark(mark);
    try {
      await new Promise<void>((done, failed) => {
        this.answer = { mark, rows, done, failed };
        if (onRow) this.onRow = onRow;
        if (this.ended) return this.end();
        this.client.stdin.write(whole);
      });
    } finally {
      this.onRow = () => undefined;
      this.answer = undefined;
    }
    this.sent += whole.split("\n").length - 1;
    return rows;
  }

  /** Ends the session in good order. What it holds open is rolled back. */
  async close(): Promise<void> {
    if (this.ended) return;
    await new Promise<void>((done) => {
      this.client.once("close", () => done());
      this.client.stdin.end();
    });
  }

  private onRow: (row: string) => void = () => undefined;

  private read(text: string): void {
    this.output += text;
    const lines = this.output.split("\n");
    this.output = lines.pop() ?? "";
    for (const line of lines) {
      if (!this.answer) continue;
      if (line === this.answer.mark) this.answer.done();
      else {
        this.answer.rows.push(line);
        this.onRow(line);
      }
    }
  }

  /** Lines arrive in pieces. */
  private hear(text: string): void {
    const heard = this.stderr.lastIndexOf("\n") + 1;
    this.stderr += text;
    for (const line of this.stderr.slice(heard, this.stderr.lastIndexOf("\n") + 1).split("\n")) {
      const news = this.dialect.news(line);
      if (news !== undefined) this.onNews(news);
    }
  }

  private end(): void {
    this.ended = true;
    const told = this.dialect.error(this.stderr);
    const line = told.line === undefined ? undefined : told.line - this.sent;
    const message = told.message || "the session ended before its last line";
    this.answer?.failed(new SessionEnded({ message, ...(line !== undefined && { line }) }, this.stderr));
  }
}
