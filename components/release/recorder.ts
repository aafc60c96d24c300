import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { originOf, packSource } from "./origin";
import { pruneImages, superfluous, type Retention } from "./prune";
import type { ReleaseRecord, Result } from "./record";
import { ReleaseStore, type StoreArgs } from "./store";

/** Releases whose source is kept. */
const keptSources = 20;

/**
 * Watches an update by the engine's hooks on its resources: the first thing that is done begins a release, what fails ends it. An update in
 * which nothing is done is no release, and costs nothing.
 */
export class Recorder {
  private readonly store: ReleaseStore;
  private readonly begun = new Map<string, number>();
  private record: ReleaseRecord | undefined;
  private earlier: ReleaseRecord[] = [];
  /** Writing, one after another. */
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly args: StoreArgs,
    private readonly retention: Retention = {},
  ) {
    this.store = new ReleaseStore(args);
  }

  /** Hangs hooks on all resources of containers and scripts that are made from now on. */
  watch(): void {
    const begins = new pulumi.ResourceHook("release-begins", ({ urn }) => {
      try {
        this.begin(urn);
      } catch (error) {
        warn(error);
      }
    });
    const ends = new pulumi.ResourceHook("release-goes-on", ({ urn, name, newOutputs }) =>
      this.done(urn, name, newOutputs),
    );
    const fails = new pulumi.ErrorHook("release-fails", ({ name, errors }) => this.fail(name, errors));
    const hooks = {
      beforeCreate: [begins],
      beforeUpdate: [begins],
      afterCreate: [ends],
      afterUpdate: [ends],
      onError: [fails],
    };
    pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
      /^(docker|command):/.test(type) ? { props, opts: { ...opts, hooks } } : undefined,
    );
  }

  /** The release serves. @param made what it is made of */
  async complete(made: Pick<ReleaseRecord, "images">): Promise<void> {
    if (!this.record) return;
    await this.write("succeeded", made);
    await this.prune(this.record).catch((error: unknown) => warn(error));
  }

  /** It does not serve as it should. An update that did nothing is still no release. */
  async failed(step: string, cause: string): Promise<void> {
    await this.write("failed", { failure: { step, cause } });
  }

  /** What nobody goes back to any more takes no space. */
  private async prune(record: ReleaseRecord): Promise<void> {
    const { number } = record;
    // Other stacks are only asked when there is something to remove.
    if (superfluous([[...this.earlier, record]], this.retention, new Date()).length > 0)
      await pruneImages(this.args, this.retention);
    if (number > keptSources) await this.store.forgetSources(number - keptSources);
  }

  private begin(urn: string): void {
    this.begun.set(urn, Date.now());
    if (this.record) return;
    const { system, stack } = this.args;
    this.record = {
      number: 0,
      system,
      stack,
      result: "started",
      startedAt: new Date().toISOString(),
      ...originOf(system, stack),
      steps: [],
    };
    // Not waited for: the release goes on meanwhile.
    this.writing = this.start(this.record).catch((error: unknown) => warn(error));
  }

  private async start(record: ReleaseRecord): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "release-"));
    try {
      const source = join(folder, "source.tar.gz");
      await packSource(source);
      this.earlier = await this.store.records();
      record.number = (this.earlier.at(-1)?.number ?? 0) + 1;
      await this.store.write(record, source);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  private done(urn: string, step: string, outputs?: Record<string, unknown>): void {
    const began = this.begun.get(urn);
    if (!this.record || began === undefined) return;
    this.record.steps.push({ step, seconds: Math.round((Date.now() - began) / 100) / 10 });
    const stdout = outputs?.["stdout"];
    const lines = typeof stdout === "string" ? stdout.split("\n") : [];
    const applied = lines.flatMap((line) => /^applying \d+ (.+)$/.exec(line)?.[1] ?? []);
    if (applied.length > 0) this.record.migrations = [...(this.record.migrations ?? []), ...applied];
    const backup = lines.flatMap((line) => /^backup: (\S+)/.exec(line)?.[1] ?? []).at(-1);
    if (backup !== undefined) this.record.backup = backup;
  }

  private async fail(step: string, errors: string[]): Promise<boolean> {
    await this.failed(step, errors[0] ?? "");
    return false;
  }

  private write(result: Result, more: Partial<ReleaseRecord>): Promise<void> {
    const { record } = this;
    if (!record) return Promise.resolve();
    this.writing = this.writing
      .then(() => {
        Object.assign(record, more, { result, endedAt: new Date().toISOString() });
        return record.number > 0 ? this.store.write(record) : undefined;
      })
      .catch((error: unknown) => warn(error));
    return this.writing;
  }
}

/** The release itself is as good without its record. */
function warn(error: unknown): void {
  void pulumi.log.warn(`The release could not be recorded: ${(error as Error).message}`);
}
