import { say } from "../../messages/say";
import type { StackOnEngine } from "../engine/stack-on-engine";
import { createReadStream, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { ensureEmptyImage } from "../engine/empty-image";
import type { Engine } from "../engine/engine";
import { labelPrefix } from "../engine/labels";
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
  private readonly mark = `${labelPrefix}.store`;
  private made = false;
  private image: Promise<string> | undefined;

  constructor(private readonly args: StackOnEngine) {
    this.volume = `${args.system}-${args.stack}-releases`;
    this.sources = `${this.volume}-sources`;
  }

  /** All that is kept. Nothing when there never was a release. */
  read(): Promise<Kept> {
    return this.asking(async (engine) => {
      if (!(await this.existing(engine)).includes(this.volume)) return { records: [], unreadable: [] };
      return this.reached(engine, [this.volume], async (container) =>
        keptIn(await engine.readFiles(container, "/releases/.")),
      );
    });
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
    // The engine lets no file be removed from outside; an empty one takes no space. Earlier versions kept them beside the records.
    const names = numbers.flatMap((number) => [`sources/${number}.tar.gz`, `releases/${number}.tar.gz`]);
    const nothing = Buffer.alloc(0);
    await this.put(() => [...names.map((name) => tarFile(name, nothing)), tarEnd]);
  }

  /** Gets the archive of a release's source. @param target where to put it @throws Error when it is not kept */
  async source(number: number, target: string): Promise<void> {
    await this.asking(async (engine) => {
      const from = async (container: string, folder: string) => {
        const archive = await engine.readFiles(container, `/${folder}/${number}.tar.gz`);
        const [file] = archive ? readTar(archive) : [];
        if (!file || file.type !== "0" || file.content.length === 0)
          throw new Error(say().release.sourceGone(number));
        writeFileSync(target, file.content, { mode: 0o600 });
      };
      await this.reached(engine, await this.existing(engine), (container) =>
        // Earlier versions kept them beside the records.
        from(container, "sources").catch(() => from(container, "releases")),
      );
    });
  }

  /**
   * Removes the containers by which an update that was killed reached the volumes. Only for when no update runs, because one that does has its
   * own.
   *
   * @returns how many there were
   */
  removeCutOff(): Promise<number> {
    return this.asking(async (engine) => {
      const found = await engine.containers([`${this.mark}=${this.volume}`]);
      const cutOff = found.filter(({ status }) => status === "created");
      for (const { id } of cutOff) await engine.remove(id);
      return cutOff.length;
    });
  }

  /** Those of the volumes that are there: one that is not would be made by the engine when it is mounted, without labels. */
  private async existing(engine: Engine): Promise<string[]> {
    const found = await Promise.all([this.volume, this.sources].map((name) => engine.volume(name)));
    return found.flatMap((volume) => (volume ? [volume.name] : []));
  }

  private async makeVolumes(engine: Engine): Promise<void> {
    if (this.made) return;
    const { system, stack } = this.args;
    const services = { releases: this.volume, "releases-sources": this.sources };
    for (const [service, volume] of Object.entries(services)) {
      const labels = Object.entries({ system, stack, service });
      const named = labels.map(([key, value]) => [`${labelPrefix}.${key}`, value] as const);
      await engine.createVolume(volume, Object.fromEntries(named));
    }
    this.made = true;
  }

  /** Puts the members of a tar archive into the volumes. */
  private async put(archive: () => Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
    await this.asking(async (engine) => {
      await this.makeVolumes(engine);
      await this.reached(engine, [this.volume, this.sources], (container) =>
        engine.putFiles(container, "/", Readable.from(archive())),
      );
    });
  }

  private async reached<T>(
    engine: Engine,
    volumes: string[],
    work: (container: string) => Promise<T>,
  ): Promise<T> {
    const image = await (this.image ??= ensureEmptyImage(engine));
    const mounts = volumes.map((name) => `${name}:/${name === this.sources ? "sources" : "releases"}`);
    const container = await engine.create(undefined, {
      ...{ Image: image, Cmd: ["none"], Labels: { [this.mark]: this.volume } },
      HostConfig: { NetworkMode: "none", Binds: mounts },
    });
    try {
      return await work(container);
    } finally {
      await engine.remove(container);
    }
  }

  private asking<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    return withEngine(this.args.environment, work);
  }
}

/** The records in the engine's copy of the folder; without one that is an error. One that is damaged under its own name may be whole under that of its writing. */
function keptIn(archive: Buffer = Buffer.alloc(0)): Kept {
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
