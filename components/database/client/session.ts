import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { randomBytes } from "node:crypto";
import { say } from "../../../messages/say";
import { start } from "../../engine/process";
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

/** Told while a text is worked off. */
export interface Hooks {
  /** Everything that was sent before it is done. */
  onStart?: () => void;
  /** Gets each line that it prints. */
  onRow?: (row: string) => void;
}

/** A text that was sent, and is not done. */
interface Question extends Hooks {
  mark: string;
  rows: string[];
  /** Lines that were sent before it. */
  before: number;
  done: () => void;
  failed: (error: Error) => void;
}

/** A client of the database inside its container, which answers one text after the other. */
export class Session {
  private readonly client: ChildProcessWithoutNullStreams;
  private output = "";
  private stderr = "";
  private sent = 0;
  private marks = 0;
  /** No row of a database is like it. */
  private readonly mark = `mark-${randomBytes(12).toString("hex")}`;
  /** The first one is being worked off. */
  private readonly questions: Question[] = [];
  private ended = false;
  /** Gets what the database says of its own accord. */
  onNews: (line: string) => void = () => undefined;

  constructor(
    container: string,
    client: string,
    private readonly dialect: Dialect,
    environment: Record<string, string> = {},
  ) {
    const command = `exec ${client} ${dialect.options}`;
    this.client = start("docker", ["exec", "-i", container, "sh", "-c", command], { environment });
    this.client.stdout.setEncoding("utf8").on("data", (text: string) => this.read(text));
    this.client.stderr.setEncoding("utf8").on("data", (text: string) => this.hear(text));
    this.client.on("error", (error) => (this.stderr += error.message));
    this.client.on("close", () => this.end());
  }

  /**
   * Sends a text and waits until the client has worked it off. More than one may be sent ahead: the client ends at the first error, so
   * none after it is begun.
   *
   * @returns the lines that it printed
   * @throws SessionEnded when the client stopped: at an error, or because the server or the connection is gone
   */
  async ask(text: string, hooks: Hooks = {}): Promise<string[]> {
    const mark = `${this.mark}-${++this.marks}`;
    const rows: string[] = [];
    const whole = text + this.dialect.mark(mark);
    await new Promise<void>((done, failed) => {
      this.questions.push({ ...hooks, mark, rows, before: this.sent, done, failed });
      this.sent += whole.split("\n").length - 1;
      if (this.ended) return this.end();
      if (this.questions.length === 1) hooks.onStart?.();
      this.client.stdin.write(whole);
    });
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

  private read(text: string): void {
    this.output += text;
    const lines = this.output.split("\n");
    this.output = lines.pop() ?? "";
    for (const line of lines) {
      const [question] = this.questions;
      if (line === question?.mark) {
        this.questions.shift();
        question.done();
        this.questions[0]?.onStart?.();
      } else {
        question?.rows.push(line);
        question?.onRow?.(line);
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
    const { message: said, line } = this.dialect.error(this.stderr);
    const message = said || say().database.sessionEnded;
    for (const { before, failed } of this.questions.splice(0))
      failed(new SessionEnded({ message, ...(line !== undefined && { line: line - before }) }, this.stderr));
  }
}
