import { spawn } from "node:child_process";

/** Runs the `docker` command on an engine. @throws Error with what it wrote to standard error, and as `stdout` what it printed before */
export function docker(environment: Record<string, string>, ...args: string[]): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn("docker", args, {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) done(stdout.trim());
      else fail(Object.assign(new Error(`docker ${args[0]}: ${stderr.trim()}`), { stdout: stdout.trim() }));
    });
  });
}
