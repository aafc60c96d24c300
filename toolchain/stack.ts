import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { run, type RunOptions, type RunResult } from "./run";

/** A stack of a project, and the CLI and environment that reach it. */
export interface StackTarget {
  /** Folder with Pulumi.yaml. */
  folder: string;
  /** Name of the stack: `dev`. */
  stack: string;
  /** Environment of the CLI: its PATH, state backend and passphrase. */
  env: Record<string, string>;
}

/** Runs the Pulumi CLI on a stack and takes its output. */
export function pulumi(target: StackTarget, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return run("pulumi", [...args, "--stack", target.stack, "--non-interactive"], {
    cwd: target.folder,
    ...options,
    env: { ...target.env, ...options.env },
  });
}

/** The name of a project, as its Pulumi.yaml gives it. */
export function projectName(folder: string): string {
  const project = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as { name?: string };
  return project.name ?? basename(folder);
}

/** Makes the stack in the state backend when it is not there. */
export async function ensureStack(target: StackTarget): Promise<void> {
  const { stdout } = await run("pulumi", ["stack", "ls", "--json"], { cwd: target.folder, env: target.env });
  const stacks = JSON.parse(stdout) as { name: string }[];
  if (!stacks.some(({ name }) => name === target.stack))
    await run("pulumi", ["stack", "init", target.stack], { cwd: target.folder, env: target.env });
}
