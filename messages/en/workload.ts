import { problem } from "./problem";
import type { Problem } from "../problem";

/** What is said of containers and of what is handed to them. */
export const workload = {
  /** @param lacks labels, with their values */
  nameTaken: ({ name, lacks }: { name: string; lacks: readonly string[] }) =>
    [
      `The name of container ${name} is taken, and it is not a job of this stack: it lacks ${lacks.join(", ")}.`,
      "It was left as it is.",
      `  ${problem.fixLine(`find out whose it is (docker inspect ${name}), and rename it (docker rename ${name} NEW-NAME) or remove it`)}`,
    ].join("\n"),
  stillRuns: ({ name, id }: { name: string; id: string }): Problem => ({
    what: `The container ${name} still runs: another update is at the same step, or was killed there.`,
    fix: `wait until it ends (docker logs -f ${name}); if the update that started it no longer runs: docker rm --force --volumes ${id}`,
  }),
  endedWith: (code: number) => `It ended with exit code ${code}.`,
  /** What the engine said follows. */
  notHandedOver: ({ path, container }: { path: string; container: string }) =>
    `${path} could not be handed over to container ${container}:`,
  notShown: "(not shown: its secret settings could not be read, so they could not be left out)",

  pathWithoutSlash: (path: string) => `must start with /, found ${path}`,
  /** @param path quoted */
  noRequestPath: ({ path, good }: { path: string; good: string }) =>
    `${path} is not a valid request path; ${problem.fixLine(`write ${good}`)}`,

  cannotRun: (name: string) => `${name} cannot run its command; nothing was run.`,
  commandWord: (number: number) => `command: word ${number}`,
  noCommand: "needs at least one word",
  /** @param value key of a setting, or a word of the command as `commandWord` names it */
  zeroByte: (value: string) => `${value} has a zero byte, which would end the text`,
  tooLong: ({ value, bytes, most }: { value: string; bytes: number; most: number }) =>
    `${value} has ${bytes} bytes; a program accepts at most ${most} in one value: put it into a file or a volume`,
  tooMuch: ({ bytes, most }: { bytes: number; most: number }) =>
    `settings, secrets and command have ${bytes} bytes together; a program accepts about ${most}`,
  badVolume: "expected an absolute path without a colon, with the name of a volume as its value",
  badShellName:
    "expected a name of letters, digits and _, not starting with a digit: a shell must be able to read it",
  badVariableName: "expected the name of a variable, without = or spaces",
};
