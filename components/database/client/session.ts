import { randomBytes } from "node:crypto";
import { say } from "../../../messages/say";
import type { Conversation, Engine } from "../../engine/engine";
import { Lines } from "../../engine/lines";
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

/**
 * A client of the database inside its container, which answers one text after the other. It ends with this program, however that ends: its input
 * does then, and what it holds open is rolled back when it has done what it was sent.
 */
export class Session {
  private readonly client: Conversation;
  private readonly done: Promise<void>;
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
    engine: Engine,
    container: string,
    client: string,
    private readonly dialect: Dialect,
  ) {
    const command = `exec ${client} ${dialect.options}`;
    const stdout = new Lines((line) => this.read(line));
    const stderr = new Lines((line) => this.hear(line));
    this.client = engine.open(container, ["sh", "-c", command], {
      listener: (stream, chunk) => (stream === "stdout" ? stdout : stderr).add(chunk),
    });
    this.done = this.client.ended
      .then(
        () => stderr.end(),
        ({ message }: Error) => {
          stderr.end();
          this.stderr += message;
        },
      )
      .finally(() => this.end());
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
    this.client.stdin.end();
    await this.done;
  }

  private read(line: string): void {
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

  private hear(line: string): void {
    this.stderr += `${line}\n`;
    const news = this.dialect.news(line);
    if (news !== undefined) this.onNews(news);
  }

  private end(): void {
    this.ended = true;
    const { message: said, line } = this.dialect.error(this.stderr);
    const message = said || say().database.sessionEnded;
    for (const { before, failed } of this.questions.splice(0))
      failed(new SessionEnded({ message, ...(line !== undefined && { line: line - before }) }, this.stderr));
  }
}
