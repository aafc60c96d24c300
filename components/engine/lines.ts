import { StringDecoder } from "node:string_decoder";

/** Puts the lines of a text together that comes in pieces, wherever these were cut, also within a character. */
export class Lines {
  private readonly decoder = new StringDecoder("utf8");
  private rest = "";

  /** @param onLine gets each line when its end has come */
  constructor(private readonly onLine: (line: string) => void) {}

  readonly add = (chunk: Buffer): void => {
    const lines = (this.rest + this.decoder.write(chunk)).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.onLine(line);
  };

  /** The last line counts too when nothing ends it. */
  end(): void {
    const last = this.rest + this.decoder.end();
    this.rest = "";
    if (last !== "") this.onLine(last);
  }
}
