import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { leftovers } from "./leftovers";
import { root } from "./program";
import { freePort, TestProject } from "./project";

/** The stack of `test/docker/release-program`: every step that a release has, and up in seconds. */
export class ReleaseSystem {
  /** The release that the next update makes. */
  next = "";

  private constructor(
    readonly project: TestProject,
    readonly url: string,
  ) {}

  static async create(): Promise<ReleaseSystem> {
    const port = await freePort();
    const program = join("test", "docker", "release-program");
    const project = await TestProject.create(
      { port },
      `import program = require("./${program}/index");\nexport = program;\n`,
    );
    cpSync(join(root, program, "index.ts"), join(project.folder, program, "index.ts"));
    for (const part of ["app", "migrations"])
      cpSync(join(root, program, part), join(project.folder, part), { recursive: true });
    return new ReleaseSystem(project, `http://127.0.0.1:${port}`);
  }

  /** Edits the settings of the service for the next update. */
  release(name: string, settings: Record<string, string> = {}): void {
    this.next = name;
    this.project.settings["site"] = { RELEASE: name, ...settings };
    this.project.writeStackFile();
  }

  /** Adds a migration to the next update. */
  migrate(name: string, sql: string): void {
    this.project.edit(`migrations/${name}.sql`, () => sql);
    this.project.edit("migrations/order.txt", (text) => `${text}${name}.sql\n`);
  }

  /** Runs `pulumi up`, which must end well and leave nothing. */
  async succeeds(...args: string[]): Promise<void> {
    const { stdout, stderr, exitCode } = await this.project.up(...args);
    assert.equal(exitCode, 0, stdout + stderr);
    assert.deepEqual(await leftovers(this.project), []);
    assert.equal((await this.project.onEngine("container")).length, 6);
  }

  /** The release that users get. */
  async serving(): Promise<string> {
    return (await fetch(this.url)).text();
  }

  /** What a request gets that ends 5 s after its container was asked to stop: status and text, or why there was no answer. */
  async slowRequest(): Promise<string> {
    return fetch(`${this.url}/slow`).then(
      async (answer) => `${answer.status} ${await answer.text()}`,
      (error: Error) => error.message,
    );
  }

  sql(text: string): Promise<string> {
    return this.inContainer("database", "psql", "-U", "postgres", "-d", "shop", "-Atc", text);
  }

  async inContainer(name: string, ...command: string[]): Promise<string> {
    return (await run("docker", ["exec", `proxy-system-${this.project.stack}-${name}`, ...command])).stdout;
  }

  /** `npm run unlock`, as an operator calls it after an update was killed. */
  async unlock(): Promise<string> {
    const words = [
      "--import",
      "tsx",
      join(root, "toolchain", "main.ts"),
      "unlock",
      "--stack",
      this.project.stack,
    ];
    const env = { ...this.project.env, INIT_CWD: this.project.folder };
    const { stdout, stderr, exitCode } = await run(process.execPath, words, {
      cwd: root,
      env,
      reject: false,
    });
    assert.equal(exitCode, 0, stdout + stderr);
    return stdout;
  }

  async remove(): Promise<void> {
    await this.project.remove();
    const image = `proxy-system-${this.project.stack}/app`;
    const { stdout } = await run("docker", ["image", "ls", "--quiet", image]);
    const ids = [...new Set(stdout.split("\n").filter((id) => id !== ""))];
    if (ids.length > 0) await run("docker", ["image", "rm", "--force", ...ids], { reject: false });
  }
}
