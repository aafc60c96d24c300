import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labelPrefix } from "../labels";
import { docker } from "./docker";
import type { ReleaseRecord } from "./record";

/** Where a stack's releases are kept. */
export interface StoreArgs {
  /** Makes the `docker` command talk to the stack's engine. */
  environment: Record<string, string>;
  system: string;
  stack: string;
}

/** Folder of the volume, in the container that it is reached by. */
const folder = "/releases";

/**
 * The records of a stack's releases, in a volume on its own host: there they are found from any machine and with any state backend, and
 * outlive the stack. A record is NUMBER.json, the source that it was made from NUMBER.tar.gz.
 *
 * The volume is reached through a container that never runs, which is how the engine lets files in and out.
 */
export class ReleaseStore {
  readonly volume: string;

  constructor(private readonly args: StoreArgs) {
    this.volume = `${args.system}-${args.stack}-releases`;
  }

  /** Those of all stacks of a system on a host. */
  static async ofSystem({ environment, system }: StoreArgs): Promise<ReleaseStore[]> {
    const labels = [`system=${system}`, "service=releases"].map((label) => `label=${labelPrefix}.${label}`);
    const stacks = await docker(
      environment,
      ...["volume", "ls", "--format", `{{.Label "${labelPrefix}.stack"}}`],
      ...labels.flatMap((label) => ["--filter", label]),
    );
    return stacks
      .split("\n")
      .filter((stack) => stack !== "")
      .map((stack) => new ReleaseStore({ environment, system, stack }));
  }

  /** All records, the oldest first. Empty when there never was a release. */
  async records(): Promise<ReleaseRecord[]> {
    const known = await this.docker("volume", "ls", "--quiet", "--filter", `name=^${this.volume}$`);
    if (known === "") return [];
    return this.inFolder(async (container, local) => {
      await this.docker("cp", `${container}:${folder}/.`, local);
      return readdirSync(local)
        .filter((name) => name.endsWith(".json"))
        .map((name) => JSON.parse(readFileSync(join(local, name), "utf8")) as ReleaseRecord)
        .sort((a, b) => a.number - b.number);
    });
  }

  /** Writes a record. @param source archive of what it was made from, when it is to be kept too */
  async write(record: ReleaseRecord, source?: string): Promise<void> {
    await this.makeVolume();
    await this.inFolder(async (container, local) => {
      const file = join(local, `${record.number}.json`);
      writeFileSync(file, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
      if (source !== undefined)
        await this.docker("cp", source, `${container}:${folder}/${record.number}.tar.gz`);
      await this.docker("cp", file, `${container}:${folder}/`);
    });
  }

  /** Lets go of the sources of releases up to a number. Their records stay. */
  async forgetSources(upTo: number): Promise<void> {
    await this.inFolder(async (container, local) => {
      await this.docker("cp", `${container}:${folder}/.`, local);
      for (const name of readdirSync(local)) {
        if (!name.endsWith(".tar.gz") || parseInt(name) > upTo || statSync(join(local, name)).size === 0)
          continue;
        // The engine lets no file be removed from outside; an empty one takes no space.
        writeFileSync(join(local, name), "");
        await this.docker("cp", join(local, name), `${container}:${folder}/`);
      }
    });
  }

  /** Gets the archive of a release's source. @param target where to put it @throws Error when it is no longer kept */
  async source(number: number, target: string): Promise<void> {
    await this.inFolder((container) => this.docker("cp", `${container}:${folder}/${number}.tar.gz`, target));
    if (statSync(target).size === 0) throw new Error(`The source of release ${number} is no longer kept.`);
  }

  /**
   * Removes the containers by which an update that was killed reached the volume. Only for when no update runs, because one that does has its
   * own.
   *
   * @returns how many there were
   */
  async removeCutOff(): Promise<number> {
    const which = ["--filter", `volume=${this.volume}`, "--filter", "status=created"];
    const found = await this.docker("ps", "--all", "--quiet", ...which);
    const containers = found.split("\n").filter((id) => id !== "");
    if (containers.length > 0) await this.docker("rm", ...containers);
    return containers.length;
  }

  private async makeVolume(): Promise<void> {
    const labels = { system: this.args.system, stack: this.args.stack, service: "releases" };
    const options = Object.entries(labels).flatMap(([key, value]) => [
      "--label",
      `${labelPrefix}.${key}=${value}`,
    ]);
    await this.docker("volume", "create", ...options, this.volume);
  }

  private async inFolder<T>(work: (container: string, local: string) => Promise<T>): Promise<T> {
    const local = mkdtempSync(join(tmpdir(), "releases-"));
    // Any image will do: nothing of it runs.
    const [image = ""] = (await this.docker("image", "ls", "--quiet")).split("\n");
    const container = await this.docker(
      "create",
      "--network",
      "none",
      "--volume",
      `${this.volume}:${folder}`,
      image,
      "none",
    );
    try {
      return await work(container, local);
    } finally {
      await this.docker("rm", container);
      rmSync(local, { recursive: true });
    }
  }

  private docker(...args: string[]): Promise<string> {
    return docker(this.args.environment, ...args);
  }
}
