import { outcomeOf, ProcessLost, type Engine, type ExecOptions } from "../../components/engine/engine";
import { saidOf } from "../../components/engine/said";

/** How a command in a container ended. Of both texts, the line feed at the end is left out. */
export interface Inside {
  /** null: there is none, and `stderr` says why: the engine refused the command or does not answer, or the container ended. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** `stderr`; where that is empty, how it ended. */
  said: string;
  /** The connection to it is lost: it may still run. */
  isLost: boolean;
}

/** Runs a command in a container to its end. That it fails is a result, not an exception. The command goes on when this process ends. */
export async function runInside(
  { engine, container }: { engine: Engine; container: string },
  command: string[],
  options: ExecOptions = {},
): Promise<Inside> {
  let isLost = false;
  const ran = engine.exec(container, command, options).catch((error: Error) => {
    isLost = error instanceof ProcessLost;
    throw error;
  });
  const { code, stdout, stderr } = await outcomeOf(ran);
  const text = withoutEnd(stderr);
  return {
    code,
    stdout: withoutEnd(stdout.toString("utf8")),
    stderr: text,
    said: saidOf(text, code),
    isLost,
  };
}

const withoutEnd = (text: string) => text.replace(/\r?\n$/, "");
