/** Reads a dump line by line, a character a byte (latin1), and leaves out what only its own server understands. */
export interface DumpReader {
  /**
   * The line as it is to be run; an empty one in the place of what is left out, so that the database's line numbers are those of the file.
   *
   * @throws Error with a remedy when the dump cannot be loaded as it is
   */
  line: (text: string) => string;
  /** The file says by itself that it is a dump, and where it ends: and that end did not come. */
  isCutOff: () => boolean;
  /** How many statements were left out. */
  leftOut: () => number;
}

/** What differs in loading a dump as the owner of the schema. */
export interface DumpPart {
  reader: () => DumpReader;
  /** Command that reads an archive of standard input and prints its SQL. Unset: it has no archives. */
  archive?: string;
  /** Sent before the dump, on one line with its first. */
  begin: string;
  /** Sent after it, when all arrived: rights of the application's role. */
  end: (app: string) => string;
}

/** What was read as bytes, for a message. */
export const readable = (bytes: string) => Buffer.from(bytes, "latin1").toString("utf8");

/** Notices whether a dump that announces itself also ends. */
export class Ends {
  private begun = false;
  private ended = false;

  constructor(
    private readonly head: RegExp,
    private readonly tail: RegExp,
  ) {}

  see(text: string): void {
    if (!text.startsWith("--")) return;
    if (this.tail.test(text)) this.ended = true;
    else if (this.head.test(text)) this.begun = true;
  }

  isCutOff = () => this.begun && !this.ended;
}
