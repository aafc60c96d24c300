import { setTimeout } from "node:timers/promises";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { dataDir } from "../operations/kernel/paths";
import { onPath } from "../operations/pulumi/installed";
import { UserError } from "../components/engine/user-error";
import type { Report } from "../operations/kernel/report";
import { run, type RunResult } from "../operations/kernel/run";

/** The release of Docker Compose that is measured. */
export const composeVersion = "v2.40.3";
const main = "github.com/docker/compose/v2/cmd";

/**
 * Docker Compose, built from its Go module once and kept outside of the checkout: its own releases are a download that not every
 * machine reaches. One package at a time, so that what else runs on the machine goes on.
 */
export async function composeBinary(report: Report): Promise<string> {
  const folder = join(dataDir("bench"), `compose-${composeVersion}`);
  const binary = join(folder, "docker-compose");
  if (existsSync(binary)) return binary;
  const go = onPath("go", ["/usr/local/go/bin"]);
  if (!go) throw new UserError("Docker Compose is built with Go >= 1.24, which is not installed.");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "go.mod"), "module bench\n\ngo 1.24\n");
  const env = { GOFLAGS: `${process.env["GOFLAGS"] ?? ""} -p=1 -mod=mod`.trim() };
  const nice = (...args: string[]) => run("nice", [go, ...args], { cwd: folder, env, onLine: report });
  await nice("get", "-tool", `${main}@${composeVersion}`);
  const version = `-X github.com/docker/compose/v2/internal.Version=${composeVersion}`;
  await nice("build", "-trimpath", "-ldflags", version, "-o", `${binary}.new`, main);
  // Under its name only when it is complete.
  renameSync(`${binary}.new`, binary);
  return binary;
}

/** A folder with a compose file and a project name of its own. What it makes on the engine is removed by `remove()`. */
export class ComposeProject {
  readonly folder = mkdtempSync(join(tmpdir(), "compose-"));
  readonly name = `bench${randomBytes(3).toString("hex")}`;

  constructor(private readonly binary: string) {}

  /** Writes a file beside the compose file, for containers to see: anyone who may enter the folder may read it. */
  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o644 });
  }

  /** Writes the compose file. */
  define(content: object): void {
    this.write("compose.yaml", stringify(content));
  }

  /** `docker compose up -d --wait`, which ends when every container is healthy. */
  up(): Promise<RunResult> {
    return this.command("up", "--detach", "--wait");
  }

  /** Deletes containers, networks and volumes. */
  down(): Promise<RunResult> {
    return this.command("down", "--volumes", "--remove-orphans", "--timeout", "1");
  }

  async remove(): Promise<void> {
    if (existsSync(join(this.folder, "compose.yaml"))) {
      // The engine lets go of many containers' places in a network some time after they are gone.
      if ((await this.down()).exitCode !== 0) await setTimeout(5000);
      const { exitCode, stderr } = await this.down();
      if (exitCode !== 0) throw new Error(stderr);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A failure is a result, not an exception. */
  private command(...args: string[]): Promise<RunResult> {
    const all = ["--project-name", this.name, "--progress", "quiet", ...args];
    return run(this.binary, all, { cwd: this.folder, reject: false });
  }
}
