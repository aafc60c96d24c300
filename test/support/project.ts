import { randomBytes, randomInt } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { labelPrefix } from "../../components/engine/labels";
import { run, type RunResult } from "../../operations/kernel/run";
import { projectName } from "../../operations/kernel/stack";
import { root } from "./program";

/** Settings of a test's stack, as the stack file's `config` says them without the project's name. */
export type StackSettings = Record<string, unknown>;

/** Which program a test's project has. Default: the reference system. */
export interface ProjectKind {
  /** Text of an index.ts, which imports components as a user's would. */
  program?: string;
  /** Name of an example system: `order-system`. */
  example?: string;
  /** Name of the stack. Default: a random one; a given one must be unique. */
  stack?: string;
}

/**
 * A copy of this project in a temporary folder with a stack, a state backend and names of its own, driven by the real CLI. What
 * it makes on the engine is removed by `remove()`, also after a failed test.
 */
export class TestProject {
  private tracked = false;
  readonly top = mkdtempSync(join(tmpdir(), "project-"));
  /** Stack names are part of every name on the host: tests never meet a real stack. */
  readonly stack: string;
  readonly env: Record<string, string>;
  /** Folder of the project: with Pulumi.yaml. */
  readonly folder: string;
  /** Name of the system, as its Pulumi.yaml gives it. */
  readonly system: string;

  private constructor(
    public settings: StackSettings,
    { program, example, stack = randomStack() }: ProjectKind,
  ) {
    this.stack = stack;
    const parts = [
      "Pulumi.yaml",
      "compile.cjs",
      "package.json",
      "tsconfig.json",
      "components",
      "config",
      "messages",
    ];
    const own = example
      ? [join("examples", example)]
      : ["index.ts", "config.ts", "checks.ts", "migrations", "seeds", "apps"];
    for (const part of program ? parts : [...parts, ...own])
      cpSync(join(root, part), join(this.top, part), { recursive: true, filter: isSource });
    if (program) writeFileSync(join(this.top, "index.ts"), program);
    symlinkSync(join(root, "node_modules"), join(this.top, "node_modules"));
    this.folder = example ? join(this.top, "examples", example) : this.top;
    this.system = projectName(this.folder);
    const state = join(this.top, "state");
    mkdirSync(state);
    this.env = {
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "for tests only",
      CI: "true",
    };
  }

  /**
   * @param program text of another index.ts, which imports components as a user's would. Default: the reference system
   * @param settings of the stack file, without the system's name
   */
  static async create(settings: StackSettings, program?: string | ProjectKind): Promise<TestProject> {
    const kind = typeof program === "string" ? { program } : (program ?? {});
    const project = new TestProject(settings, kind);
    project.writeStackFile();
    await project.cli("stack", "init", project.stack);
    return project;
  }

  /** Rewrites the stack file from `settings`. Pulumi keeps its salt there, which stays. */
  writeStackFile(): void {
    const file = join(this.folder, `Pulumi.${this.stack}.yaml`);
    const salt = readIfThere(file).match(/^encryptionsalt: .*$/m)?.[0] ?? "";
    const config = Object.fromEntries(
      Object.entries(this.settings).map(([key, value]) => [`${this.system}:${key}`, value]),
    );
    writeFileSync(file, `${salt}\n${stringify({ config })}`);
  }

  /** Changes a file of the copy. */
  edit(path: string, change: (text: string) => string): void {
    const file = join(this.folder, path);
    writeFileSync(file, change(readIfThere(file)));
  }

  /** Runs the Pulumi CLI in the copy; a failure is a result, not an exception. */
  async cli(...args: string[]): Promise<RunResult> {
    const result = await run("pulumi", args, { cwd: this.folder, env: this.env, reject: false });
    if (result.exitCode === undefined)
      throw new Error("pulumi could not be started: is it on PATH? See CONTRIBUTING.md");
    return result;
  }

  /** Makes a repository of the copy, as users have one; what an update is made of is added to it before. */
  async track(): Promise<void> {
    await run("git", ["init", "--quiet", this.top]);
    writeFileSync(join(this.top, ".git", "info", "exclude"), "node_modules\nstate\n");
    this.tracked = true;
  }

  async up(...args: string[]): Promise<RunResult> {
    if (this.tracked) await run("git", ["add", "--all"], { cwd: this.top });
    return this.cli("up", "--yes", "--skip-preview", "--non-interactive", "--stack", this.stack, ...args);
  }

  preview(...args: string[]): Promise<RunResult> {
    return this.cli("preview", "--non-interactive", "--stack", this.stack, ...args);
  }

  /** The steps of a preview that are not "same", as `replace backend`. */
  async changes(): Promise<string[]> {
    const { stdout, stderr, exitCode } = await this.preview("--json");
    if (exitCode !== 0) throw new Error(stdout + stderr);
    const { steps } = JSON.parse(stdout) as { steps: { op: string; urn: string }[] };
    return steps
      .filter(({ op }) => op !== "same")
      .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`)
      .sort();
  }

  /**
   * Removes all of the stack by its label, its state with it: a `pulumi destroy` is what tests of it are for, and takes 12 s.
   *
   * @param env reaches its engine. Default: this machine's
   */
  async remove(env: Engine = {}): Promise<void> {
    await removeStack(this.stack, env);
    rmSync(this.top, { recursive: true });
  }

  /** What of this stack is on the engine: names of containers, networks or volumes. */
  onEngine(kind: Kind): Promise<string[]> {
    return onEngine(this.stack, kind);
  }
}

type Engine = Record<string, string>;
type Kind = "container" | "network" | "volume";

async function onEngine(stack: string, kind: Kind, env: Engine = {}): Promise<string[]> {
  const label = `label=${labelPrefix}.stack=${stack}`;
  const list = kind === "container" ? ["ps", "--all"] : [kind, "ls"];
  const field = kind === "container" ? "{{.Names}}" : "{{.Name}}";
  const { stdout } = await run("docker", [...list, "--filter", label, "--format", field], { env });
  return stdout
    .split("\n")
    .filter((name) => name !== "")
    .sort();
}

/** Removes all of a stack from its engine. */
export async function removeStack(stack: string, env: Engine = {}): Promise<void> {
  const containers = await onEngine(stack, "container", env);
  if (containers.length > 0) await run("docker", ["rm", "--force", "--volumes", ...containers], { env });
  for (const kind of ["network", "volume"] as const) {
    const names = await onEngine(stack, kind, env);
    if (names.length > 0) await run("docker", [kind, "rm", ...names], { env });
  }
}

/** A TCP port of 127.0.0.1 on which nothing listens now. */
export async function freePort(): Promise<number> {
  for (;;) {
    // Below those that the system gives to connections, which may take it before it is published.
    const port = randomInt(10_100, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((done) =>
      server.on("error", () => done(false)).listen(port, "127.0.0.1", () => done(true)),
    );
    if (!isFree) continue;
    await new Promise((done) => server.close(done));
    return port;
  }
}

/** Settings with which the reference system comes up on the local engine. */
export function referenceSettings(port: number): StackSettings {
  return {
    registry: "local",
    edge: { port, bind: "127.0.0.1" },
    database: { protect: false },
    backend: { version: "1.0.0", workers: 2 },
    web: { version: "1.0.0" },
    mobile: { version: "1.0.0" },
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** A name that no other stack has. */
export const randomStack = () => `test${randomBytes(3).toString("hex")}`;

/** Packages and builds that lie in a checkout are not part of what is deployed. */
function isSource(path: string): boolean {
  return !/\/(node_modules|dist|\.next|__pycache__)$/.test(path);
}
