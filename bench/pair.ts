import { setTimeout as pause } from "node:timers/promises";
import { existsSync } from "node:fs";
import { labelPrefix } from "../components/engine/labels";
import { run, type RunResult } from "../operations/kernel/run";
import { root } from "../test/support/program";
import { freePort, referenceSettings, TestProject } from "../test/support/project";
import { goOn } from "./cleanup";
import { ComposeProject } from "./compose";
import { type Images, referenceCompose, services, writeReferenceFiles } from "./reference-compose";

/** The two that are measured. */
export type Side = "ours" | "compose";
export const sides: Side[] = ["ours", "compose"];

/** The reference system, once as a Pulumi program and once as a compose file, with ports and names of their own. */
export class Pair {
  release = 0;
  private images?: Images;

  private constructor(
    readonly project: TestProject,
    readonly compose: ComposeProject,
    private readonly ports: Record<Side, number>,
  ) {}

  /** @param images names by service, when another pair found them out: then nothing needs to be up first */
  static async create(binary: string, images?: Images): Promise<Pair> {
    const ports = { ours: await freePort(), compose: await freePort() };
    const project = await TestProject.create(referenceSettings(ports.ours));
    const pair = new Pair(project, new ComposeProject(binary), ports);
    writeReferenceFiles(pair.compose);
    if (images) pair.use(images);
    return pair;
  }

  /** Brings one up, or changes it. Fails loudly: a figure of a failed command would be none. */
  async up(side: Side): Promise<void> {
    goOn();
    succeeded(await (side === "ours" ? this.project.up() : this.compose.up()));
  }

  /** Gives the backend of both another setting, which is a release of one changed service. */
  change(): void {
    this.release++;
    this.project.settings["backend"] = {
      version: "1.0.0",
      workers: 2,
      settings: { RELEASE: String(this.release) },
    };
    this.project.writeStackFile();
    if (this.images) this.use(this.images);
  }

  /** `pulumi up` of ours as people run it. */
  async upWithPreview(): Promise<void> {
    succeeded(await this.project.cli("up", "--yes", "--non-interactive", "--stack", this.project.stack));
  }

  /** Ours goes back to the release before. */
  async rollback(): Promise<void> {
    const words = ["toolchain/bootstrap.mjs", "rollback", "--yes", "--stack", this.project.stack];
    const env = { ...this.project.env, INIT_CWD: this.project.folder };
    succeeded(await run("node", words, { cwd: root, env, reject: false }));
  }

  /** Names of the images that our stack runs now. */
  async readImages(): Promise<Images> {
    const images: Partial<Images> = {};
    for (const service of services) {
      const [container = ""] = await this.containers("ours", service);
      const { stdout: id } = await run("docker", ["inspect", "--format", "{{.Image}}", container]);
      const format = "{{index .RepoTags 0}}";
      images[service] = (await run("docker", ["image", "inspect", "--format", format, id])).stdout;
    }
    return images as Images;
  }

  use(images: Images): void {
    this.images = images;
    const { release } = this;
    this.compose.define(referenceCompose({ images, port: this.ports.compose, release }));
  }

  url(side: Side, path: string): string {
    return `http://127.0.0.1:${this.ports[side]}${path}`;
  }

  /** Stops the processes of the one that is not measured, with its health checks, and lets the other's go on. */
  async only(side: Side): Promise<void> {
    const other = side === "ours" ? "compose" : "ours";
    const [going, paused] = [await this.containers(side), await this.containers(other)];
    await run("docker", ["unpause", ...going], { reject: false });
    await run("docker", ["pause", ...paused], { reject: false });
    // A pause makes health checks fail; what goes on again is healthy at its next one.
    for (const end = Date.now() + 60_000; Date.now() < end; await pause(500))
      if ((await this.containers(side, undefined, "health=unhealthy")).length === 0) return;
  }

  async remove(): Promise<void> {
    for (const side of sides)
      await run("docker", ["unpause", ...(await this.containers(side))], { reject: false });
    const done = await Promise.allSettled([
      this.compose.remove(),
      // Nothing of it is left when its folder is gone.
      ...(existsSync(this.project.folder) ? [this.project.remove()] : []),
    ]);
    for (const each of done) if (each.status === "rejected") throw each.reason;
  }

  private async containers(side: Side, service?: string, ...more: string[]): Promise<string[]> {
    const prefix = side === "ours" ? labelPrefix : "com.docker.compose";
    const label =
      side === "ours" ? `${prefix}.stack=${this.project.stack}` : `${prefix}.project=${this.compose.name}`;
    const filters = [label, ...(service ? [`${prefix}.service=${service}`] : [])];
    const args = [...filters.map((each) => `label=${each}`), ...more].flatMap((each) => ["--filter", each]);
    const { stdout } = await run("docker", ["ps", "--quiet", ...args]);
    return stdout.split("\n").filter((id) => id !== "");
  }
}

/** @throws Error with what a command said, when it failed */
export function succeeded({ exitCode, stdout, stderr }: RunResult): void {
  if (exitCode !== 0) throw new Error(`a measured command failed:\n${stdout}\n${stderr}`);
}

/** Seconds that something takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  goOn();
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
