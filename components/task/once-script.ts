import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What once.sh needs to run a command, as plain values. `files` holds secrets. */
export interface Once {
  variables: { [name: string]: string };
  files: string;
}

/** Runs once.sh and hands on each line of its output. @returns its exit code */
export function runOnce({ variables, files }: Once, onLine: (line: string) => void): Promise<number> {
  const script = readFileSync(join(__dirname, "once.sh"), "utf8");
  return new Promise((done, failed) => {
    const child = spawn("/bin/sh", ["-c", script], { env: { ...process.env, ...variables } });
    let rest = "";
    const read = (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(onLine);
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.stdin.on("error", () => undefined).end(files);
    child.on("error", failed).on("close", (code) => done(code ?? 1));
  });
}
