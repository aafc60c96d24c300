import type { StackOnEngine } from "../engine/stack-on-engine";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../messages/problem";
import { problemText } from "../../messages/render";
import { say } from "../../messages/say";
import { onAnswer } from "../engine/answer-hooks";
import { addHooks } from "../engine/hooks";
import type { ReleaseEventName, ReleaseEvents } from "../engine/release-events";
import { temporary } from "../engine/temporary";
import type { World } from "../engine/world";
import { adopt } from "./adopt";
import { noteAnswer } from "./note-answer";
import { originOf } from "./origin";
import type { Proof, ReleaseProofs } from "./proofs";
import { pruneImages, superfluous, type Retention } from "./prune";
import { eventOf, recordFormat, type FailedRelease, type ReleaseRecord, type Result } from "./record";
import { announce, noteServing, serving } from "./serving";
import { packSource, type PackedSource } from "./source";
import { ReleaseStore, type Kept } from "./store";
import { keptNumbers } from "./way-back";

/** What a release is kept by. */
export interface RecorderArgs extends StackOnEngine {
  /** Default: the images of 3 releases. */
  retention?: Retention;
  /** Files and folders of the source. Default: what git tracks. */
  files?: string[];
  /** Whose clock the records have; its environment says what a rollback goes back to. */
  world: World;
  /** Listeners of the release. Default: none. */
  events?: ReleaseEvents;
}

/**
 * Watches an update by the engine's hooks on its resources: the first thing that is done begins a release, what fails ends it. An update in
 * which nothing is done is no release, and costs nothing.
 */
export class Recorder {
  private readonly store: ReleaseStore;
  private readonly begun = new Map<string, number>();
  private record: ReleaseRecord | undefined;
  private images: ReleaseRecord["images"];
  private readonly told = new Set<ReleaseEventName>();
  private earlier: Kept = { records: [], unreadable: [] };
  /** Writing, one after another. */
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly args: RecorderArgs,
    private readonly proofs: Pick<ReleaseProofs, "add">,
  ) {
    this.store = new ReleaseStore(args);
  }

  /** Hangs hooks on all resources of containers and jobs that are made from now on. */
  watch(): void {
    // The engine waits for a hook.
    const begins = new pulumi.ResourceHook("release-begins", async ({ urn, newInputs }) => {
      try {
        this.begin(urn);
      } catch (error) {
        warn(error);
      }
      await this.announceTo(newInputs?.["environment"]).catch((error: unknown) => warn(error));
    });
    const ends = new pulumi.ResourceHook("release-goes-on", ({ urn, name, newInputs }) =>
      this.done(urn, name, newInputs),
    );
    const fails = new pulumi.ErrorHook("release-fails", ({ name, errors }) => this.fail(name, errors));
    const hooks = {
      beforeCreate: [begins],
      beforeUpdate: [begins],
      afterCreate: [ends],
      afterUpdate: [ends],
      onError: [fails],
    };
    addHooks(() => hooks);
    onAnswer(this.args.environment, (step, answer) => this.answered(step, answer));
  }

  /** What the release is made of, as soon as it is known. */
  madeOf(images: NonNullable<ReleaseRecord["images"]>): void {
    this.images = images;
  }

  /** All is done, and it serves. */
  async complete(): Promise<void> {
    const { record } = this;
    if (!record) return;
    await this.serves();
    await this.write("succeeded", {});
    await this.tell("succeeded");
    await this.prune(record).catch((error: unknown) => warn(error));
    if (!record.source)
      await pulumi.log.warn(
        say().release.noWayBack({ number: record.number || undefined, why: record.noSource }),
      );
  }

  /**
   * All was done, but it does not serve as it should. An update that did nothing is still no release.
   *
   * @returns whether the update made one
   */
  async failed(step: string, cause: string): Promise<FailedRelease> {
    await this.serves();
    await this.write("failed", { failure: { step, cause } });
    const { record } = this;
    await this.tell("failed");
    return { served: record !== undefined, ...(record?.number && { number: record.number }) };
  }

  /** One that changed nothing that the edge is switched for serves too, once all of it is done. */
  private async serves(): Promise<void> {
    const { record } = this;
    await this.writing;
    if (!record || record.served) return;
    record.served = true;
    await noteServing(this.args, record.number || undefined).catch((error: unknown) => warn(error));
    await this.tell("served");
  }

  /** Once each: of several steps that fail, the first. */
  private async tell(event: ReleaseEventName): Promise<void> {
    if (!this.record || this.told.has(event)) return;
    this.told.add(event);
    await this.args.events?.emit(event, eventOf(this.record));
  }

  /** What is not gone back to any more takes no space. */
  private async prune(record: ReleaseRecord): Promise<void> {
    const { retention = {}, world } = this.args;
    const now = world.now();
    const stack = { records: [...this.earlier.records, record], serving: record.number };
    // Other stacks are only asked when there is something to remove.
    if (superfluous([stack], retention, now).length > 0) await pruneImages(this.args, retention, now);
    await this.forgetSources(record);
  }

  private kept(record: ReleaseRecord): Set<number> {
    return keptNumbers([...this.earlier.records, record], record.replaces);
  }

  private forgetSources(record: ReleaseRecord): Promise<void> {
    const kept = this.kept(record);
    const old = this.earlier.records.filter(
      ({ number, noSource }) => noSource === undefined && !kept.has(number),
    );
    return this.store.forgetSources(old.map(({ number }) => number));
  }

  private begin(urn: string): void {
    this.begun.set(urn, performance.now());
    if (this.record) return;
    const { system, stack, world } = this.args;
    const record = (this.record = {
      format: recordFormat,
      number: 0,
      system,
      stack,
      result: "started",
      startedAt: world.now().toISOString(),
      ...originOf(system, stack, world),
      steps: [],
    } satisfies ReleaseRecord as ReleaseRecord);
    // Not waited for: the release goes on meanwhile.
    this.writing = this.start(record).catch((error: unknown) => {
      record.number = 0;
      warn(error);
    });
    void this.writing.then(() => this.tell("began"));
    this.proofs.add(
      this.writing.then(() => proofOf(record)),
      () => adopt(this.store, this.earlier.records),
      () => this.kept(record),
    );
  }

  private async start(record: ReleaseRecord): Promise<void> {
    const folder = temporary("release");
    try {
      const archive = join(folder.path, "source.tar.gz");
      const [packed, kept] = await Promise.all([this.pack(archive), this.store.read()]);
      this.earlier = kept;
      const numbers = [...kept.records, ...kept.unreadable].map(({ number }) => number);
      record.number = Math.max(0, ...numbers) + 1;
      const { number, unrecordedAfter } = await serving(this.args, kept.records);
      const replaces = number ?? unrecordedAfter;
      if (replaces !== undefined) record.replaces = replaces;
      const { sha256, leftOut, linksOut, untracked = [] } = packed;
      if (sha256 !== undefined)
        record.source = {
          sha256,
          ...(leftOut && { leftOut }),
          ...(linksOut && { linksOut }),
          // A folder of packages that nothing ignores has thousands; a rollback looks for migrations among them.
          ...(untracked.length > 0 && { untracked: sqlFirst(untracked).slice(0, 100) }),
        };
      else record.noSource = packed.why;
      await this.store.write(record, sha256 === undefined ? undefined : archive);
      // What succeeds does it at its end.
      const last = kept.records.at(-1);
      if (last && last.result !== "succeeded")
        await this.forgetSources(record).catch((error: unknown) => warn(error));
    } finally {
      folder.remove();
    }
  }

  /** The release itself is as good without its source. */
  private async pack(archive: string): Promise<Partial<PackedSource> & { why?: string }> {
    try {
      const packed = await packSource(archive, this.args.stack, this.args);
      for (const each of missingIn(packed)) await pulumi.log.warn(problemText(each));
      return packed;
    } catch (error) {
      const why = (error as Error).message;
      await pulumi.log.warn(say().release.sourceNotKept(why));
      return { why };
    }
  }

  /** The job of a switch is told its release. @param environment of the resource that is about to be made or changed */
  private async announceTo(environment: unknown): Promise<void> {
    const { CONTAINER, RELEASE_FILE } = (environment ?? {}) as Record<string, unknown>;
    if (typeof CONTAINER !== "string" || typeof RELEASE_FILE !== "string") return;
    await this.writing;
    await announce(this.args, CONTAINER, RELEASE_FILE, this.record?.number || undefined);
  }

  private done(urn: string, step: string, inputs?: Record<string, unknown>): void {
    const began = this.begun.get(urn);
    if (!this.record || began === undefined) return;
    this.record.steps.push({ step, seconds: Math.round((performance.now() - began) / 100) / 10 });
    const environment = inputs?.["environment"] as Record<string, unknown> | undefined;
    if (environment?.["RELEASE_FILE"] === undefined) return;
    this.record.served = true;
    void this.tell("served");
  }

  /** What a migration did. */
  private answered(step: string, answer: unknown): void {
    if (this.record && !noteAnswer(this.record, step, answer))
      void pulumi.log.warn(problemText(say().release.answerMissing(step)));
  }

  private async fail(step: string, errors: string[]): Promise<boolean> {
    await this.write("failed", { failure: { step, cause: errors[0] ?? "" } });
    await this.tell("failed");
    return false;
  }

  private write(result: Result, more: Partial<ReleaseRecord>): Promise<void> {
    const { record } = this;
    if (!record) return Promise.resolve();
    this.writing = this.writing
      .then(() => {
        if (this.images) record.images = this.images;
        Object.assign(record, more, { result, endedAt: this.args.world.now().toISOString() });
        return record.number > 0 ? this.store.write(record) : undefined;
      })
      .catch((error: unknown) => warn(error));
    return this.writing;
  }
}

const sqlFirst = (paths: string[]) =>
  [...paths].sort((a, b) => Number(b.endsWith(".sql")) - Number(a.endsWith(".sql")));

function proofOf({ number, folder, source }: ReleaseRecord): Proof | undefined {
  return number > 0 && source ? { number, folder, sha256: source.sha256 } : undefined;
}

/** What a rollback to the release would not have. */
function missingIn({ folder, leftOut = [], linksOut = [], untracked }: PackedSource): Problem[] {
  const texts = say().release;
  return [
    ...(untracked.length > 0 ? [texts.untracked({ folder, files: untracked })] : []),
    ...(leftOut.length > 0 ? [texts.secretsLeftOut(leftOut)] : []),
    ...(linksOut.length > 0 ? [texts.linksLeftOut({ folder, links: linksOut })] : []),
  ];
}

/** The release itself is as good without its record. */
function warn(error: unknown): void {
  void pulumi.log.warn(say().release.notRecorded((error as Error).message));
}
