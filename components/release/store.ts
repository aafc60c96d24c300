import { say } from "../../messages/say";
import type { StackOnEngine } from "../engine/stack-on-engine";
import { createReadStream, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { ensureEmptyImage } from "../engine/empty-image";
import { labelPrefix } from "../engine/labels";
import { docker, dockerBytes } from "../engine/docker";
import { withEngine } from "../engine/with-engine";
import { readRecord, type UnreadableRecord } from "./read-record";
import type { ReleaseRecord } from "./record";
import { readTar, tarEnd, tarFile, tarHeader, tarLink, tarPadding } from "./tar";

/** What is kept of a stack's releases. */
export interface Kept {
  /** The oldest first. */
  records: ReleaseRecord[];
  /** Those that cannot be read. */
  unreadable: UnreadableRecord[];
}

/**
 * The records of a stack's releases, in a volume on its own host: there they are found from any machine and with any state backend, and
 * outlive the stack. A record is NUMBER.json; the source that it was made from is NUMBER.tar.gz in a volume beside it, so that who reads records
 * reads no archive.
 *
 * The volumes are reached through a container that never runs, which is how the engine lets files in and out.
 */
export class ReleaseStore {
  readonly volume: string;
  private readonly sources: string;
  /** The label of the containers by which they are reached. Not those of a stack: they belong to no state. */
  private readonly mark: string;
  private made = false;
  private image: Promise<string> | undefined;

  constructor(private readonly args: StackOnEngine) {
    this.volume = `${args.system}-${args.stack}-releases`;
    this.sources = `${this.volume}-sources`;
    this.mark = `${labelPrefix}.store=${this.volume}`;
  }

  /** All that is kept. Nothing when there never was a release. */
  async read(): Promise<Kept> {
    if (!(await this.existing()).includes(this.volume)) return { records: [], unreadable: [] };
    return this.reached([this.volume], async (container) =>
      keptIn(await dockerBytes(this.args.environment, ["cp", `${container}:/releases/.`, "-"])),
    );
  }

  /** The records that can be read, the oldest first. */
  async records(): Promise<ReleaseRecord[]> {
    return (await this.read()).records;
  }

  /**
   * Writes a record, whole or not at all: it comes under another name first, and a link gives it its own in one step of the engine.
   *
   * @param source archive of what it was made from, when it is to be kept too
   */
  async write(record: ReleaseRecord, source?: string): Promise<void> {
    const text = Buffer.from(`${JSON.stringify(record, undefined, 2)}\n`);
    const name = `releases/${record.number}.json`;
    const time = new Date(record.endedAt ?? record.startedAt);
    await this.makeVolumes();
    await this.put(async function* () {
      if (source !== undefined) {
        const { size } = statSync(source);
        yield tarHeader(`sources/${record.number}.tar.gz`, size, time);
        yield* createReadStream(source) as AsyncIterable<Buffer>;
        yield tarPadding(size);
      }
      yield Buffer.concat([tarFile(`${name}.new`, text, time), tarLink(name, `${name}.new`), tarEnd]);
    });
  }

  /** Lets go of the sources of some releases. Their records stay. */
  async forgetSources(numbers: number[]): Promise<void> {
    if (numbers.length === 0) return;
    await this.makeVolumes();
    // The engine lets no file be removed from outside; an empty one takes no space. Earlier versions kept them beside the records.
    const names = numbers.flatMap((number) => [`sources/${number}.tar.gz`, `releases/${number}.tar.gz`]);
    const nothing = Buffer.alloc(0);
    await this.put(() => [...names.map((name) => tarFile(name, nothing)), tarEnd]);
  }

  /** Gets the archive of a release's source. @param target where to put it @throws Error when it is not kept */
  async source(number: number, target: string): Promise<void> {
    const from = async (container: string, folder: string) => {
      const path = `${container}:/${folder}/${number}.tar.gz`;
      const [file] = readTar(await dockerBytes(this.args.environment, ["cp", path, "-"]));
      if (!file || file.type !== "0" || file.content.length === 0)
        throw new Error(say().release.sourceGone(number));
      writeFileSync(target, file.content, { mode: 0o600 });
    };
    await this.reached(await this.existing(), (container) =>
      // Earlier versions kept them beside the records.
      from(container, "sources").catch(() => from(container, "releases")),
    );
  }

  /**
   * Removes the containers by which an update that was killed reached the volumes. Only for when no update runs, because one that does has its
   * own.
   *
   * @returns how many there were
   */
  async removeCutOff(): Promise<number> {
    const which = ["--filter", `label=${this.mark}`, "--filter", "status=created"];
    const found = await this.docker("ps", "--all", "--quiet", ...which);
    const containers = found.split("\n").filter((id) => id !== "");
    if (containers.length > 0) await this.docker("rm", ...containers);
    return containers.length;
  }

  /** Those of the volumes that are there: one that is not would be made by the engine when it is mounted, without labels. */
  private async existing(): Promise<string[]> {
    const found = await this.docker("volume", "ls", "--quiet", "--filter", `name=^${this.volume}`);
    return found.split("\n").filter((name) => name === this.volume || name === this.sources);
  }

  private async makeVolumes(): Promise<void> {
    if (this.made) return;
    for (const [service, volume] of Object.entries({
      releases: this.volume,
      "releases-sources": this.sources,
    })) {
      const labels = { system: this.args.system, stack: this.args.stack, service };
      const options = Object.entries(labels).flatMap(([key, value]) => [
        "--label",
        `${labelPrefix}.${key}=${value}`,
      ]);
      await this.docker("volume", "create", ...options, volume);
    }
    this.made = true;
  }

  /** Puts the members of a tar archive into the volumes. */
  private async put(archive: () => Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
    await this.reached([this.volume, this.sources], (container) =>
      dockerBytes(this.args.environment, ["cp", "-", `${container}:/`], archive()),
    );
  }

  private async reached<T>(volumes: string[], work: (container: string) => Promise<T>): Promise<T> {
    const image = await (this.image ??= withEngine(this.args.environment, ensureEmptyImage));
    const mounts = volumes.map((name) => `${name}:/${name === this.sources ? "sources" : "releases"}`);
    const container = await this.docker(
      ...["create", "--network", "none", "--label", this.mark],
      ...mounts.flatMap((mount) => ["--volume", mount]),
      ...[image, "none"],
    );
    try {
      return await work(container);
    } finally {
      await this.docker("rm", container);
    }
  }

  private docker(...args: string[]): Promise<string> {
    return docker(this.args.environment, ...args);
  }
}

/** The records in the engine's copy of the folder. One that is damaged under its own name may be whole under that of its writing. */
function keptIn(archive: Buffer): Kept {
  const texts = new Map<string, string>();
  for (const { name, type, link, content } of readTar(archive)) {
    if (type === "0") texts.set(basename(name), content.toString("utf8"));
    if (type === "1") texts.set(basename(name), texts.get(basename(link)) ?? "");
  }
  const named = [...texts.keys()].flatMap((name) => /^(\d+)\.json(?:\.new)?$/.exec(name)?.[1] ?? []);
  const kept: Kept = { records: [], unreadable: [] };
  for (const number of [...new Set(named.map(Number))].sort((a, b) => a - b)) {
    const found = [`${number}.json`, `${number}.json.new`]
      .flatMap((name) => texts.get(name) ?? [])
      .map((text) => readRecord(number, text));
    const record = found.find((each): each is ReleaseRecord => !("why" in each));
    if (record) kept.records.push(record);
    // One that was cut off while it came for the first time was never written.
    else if (texts.has(`${number}.json`)) kept.unreadable.push(found[0] as UnreadableRecord);
  }
  return kept;
}
