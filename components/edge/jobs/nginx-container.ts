import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { say } from "../../../messages/say";
import { type Container, type Engine, outcomeOf } from "../../engine/engine";
import { plain } from "../../engine/plain";
import { ofClients } from "../../engine/redact";
import { UserError } from "../../engine/user-error";

/** What is asked of the engine. */
export type Needed = Pick<
  Engine,
  "container" | "create" | "exec" | "getFiles" | "info" | "logs" | "remove" | "startExec"
>;

/** How a step ended: its exit code, and what it said. */
export interface Step {
  code: number | null;
  said: string;
}

/** How a step runs. */
export interface StepOptions {
  args?: string[];
  environment?: Record<string, string>;
  stdin?: string | Readable;
  /** Default: that of Nginx, which cannot write the live folder. */
  user?: string;
}

/** Names of the shell texts beside this file, in `inside/`; of several, each goes on where the last ended. */
export type Texts = [string, ...string[]];

const text = (name: string) => readFileSync(join(__dirname, "inside", name), "utf8");

/** Lines of its log that are shown. */
const told = 5;

/** The container of Nginx, and what is said when a job that works in it fails. */
export class NginxContainer {
  constructor(
    private readonly engine: Needed,
    readonly name: string,
    /** What failed then, as a sentence without its end. */
    private readonly what: string,
    /** What that means for users. */
    private readonly serving: string,
  ) {}

  /** Waits until it runs. @returns it */
  async runs(): Promise<Container> {
    for (const end = performance.now() + 10_000; performance.now() < end; await pause(100)) {
      const found = await this.engine.container(this.name).catch(() => undefined);
      if (found?.status === "running") return found;
    }
    return this.fail(say().switching.notRunning, "");
  }

  /** Runs shell texts in it, or in another container. What the engine refuses is a step that failed. */
  shell(texts: Texts, { args = [], ...options }: StepOptions = {}, container = this.name): Promise<Step> {
    return this.run(["sh", "-c", texts.map(text).join(""), "sh", ...args], options, container);
  }

  /** The same for a text of Perl. */
  perl(name: string, args: string[]): Promise<Step> {
    return this.run(["perl", "-e", text(name), ...args]);
  }

  async run(
    command: string[],
    { user, environment, stdin }: StepOptions = {},
    container = this.name,
  ): Promise<Step> {
    const options = {
      ...(user !== undefined && { user }),
      ...(environment && { environment }),
      ...(stdin !== undefined && { stdin }),
    };
    const { code, both } = await outcomeOf(this.engine.exec(container, command, options));
    return { code, said: both.trimEnd() };
  }

  /**
   * @param said what the step that failed said
   * @throws UserError with that, and with what Nginx said of itself where it ended
   */
  async fail(why: string, said: string): Promise<never> {
    const texts = say().switching;
    const state = await this.engine.container(this.name).catch(() => undefined);
    // One that ends at its start is restarted again and again: what it says explains more than the command that met it dead.
    const isWell = state?.status === "running" && state.restarts === 0;
    const lines = [said, ...(isWell ? [] : [await this.told()])].filter((each) => each !== "");
    // It restarts always, so an operator stopped it.
    const stopped = state?.status === "exited" ? texts.stopped({ container: this.name }) : undefined;
    const unseen = await this.engine.info().then(
      () => undefined,
      () => texts.unseen,
    );
    throw new UserError({
      what: texts.failed({ what: this.what, why }),
      details: [
        ...plain(lines.join("\n"))
          .split("\n")
          .flatMap((line) => (line === "" ? [] : [`| ${line}`])),
        unseen ?? stopped ?? this.serving,
      ],
      fix: texts.again,
    });
  }

  /** What it said of itself. */
  private async told(): Promise<string> {
    const log = await this.engine.logs(this.name, { tail: 200 }).catch(({ message }: Error) => message);
    const lines = log.trimEnd().split("\n");
    return lines
      .filter((line) => !ofClients.test(line))
      .slice(-told)
      .join("\n");
  }
}
