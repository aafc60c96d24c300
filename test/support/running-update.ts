import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { run } from "../../operations/kernel/run";
import type { TestProject } from "./project";

/** A `pulumi up` that runs beside the test, and can be killed outright. */
export class RunningUpdate {
  /** All that it said. */
  said = "";
  private readonly child: ChildProcess;

  constructor(project: TestProject) {
    const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", project.stack];
    this.child = spawn("pulumi", args, {
      cwd: project.folder,
      env: { ...process.env, ...project.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => (this.said += text));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get runs(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** @throws Error with all that it said when it ended without saying that */
  async says(pattern: RegExp): Promise<void> {
    await until(() => Promise.resolve(pattern.test(this.said) || !this.runs), 20);
    if (!pattern.test(this.said)) throw new Error(`It ended without saying ${pattern}:\n${this.said}`);
  }

  /** Its exit code, when it ends by itself. */
  async ended(): Promise<number | null> {
    if (this.runs) await once(this.child, "exit");
    return this.child.exitCode;
  }

  /** Kills it and all that it started, at once. */
  async kill(): Promise<void> {
    if (!this.runs) return;
    const gone = once(this.child, "exit");
    await killTree(this.pid);
    await gone;
  }
}

/** The process and what it started: the language host and the plugins, which have groups of their own. */
async function killTree(pid: number): Promise<void> {
  const { stdout } = await run("ps", ["-e", "-o", "pid=,ppid="]);
  const parents = new Map(
    stdout.split("\n").map((line) => line.trim().split(/ +/).map(Number) as [number, number]),
  );
  const below = (child: number): boolean =>
    child === pid || (parents.has(child) && below(parents.get(child) ?? 0));
  for (const process_ of [...parents.keys()].filter(below)) {
    try {
      process.kill(process_, "SIGKILL");
    } catch {
      // It ended before.
    }
  }
}

/** Waits until a condition is true, and for a minute at most. @param pause milliseconds between two looks */
export async function until(condition: () => Promise<boolean>, pause = 100): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, pause));
  }
  throw new Error("did not come true within a minute");
}
