import type { Problem } from "../../messages/problem";
import { problemText } from "../../messages/render";
import { say } from "../../messages/say";
import type { StackOnEngine } from "../engine/stack-on-engine";
import { writeSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { addHooks } from "../engine/hooks";
import { knownToState } from "../engine/known-to-state";
import { servedByEdge, serviceContainers, setAside, type ServiceContainer } from "./service-containers";
import { judgeCutOff, judgeFailed, type Judged } from "./unserved";

const watched = new WeakMap<StackOnEngine["environment"], Candidates>();

/** What watches the services of an engine in this update; nothing does in a preview. */
export const candidatesOf = (environment: StackOnEngine["environment"]) => watched.get(environment);

/**
 * Watches over what an update starts: when it fails before the switch, its containers are stopped, so that no worker of it takes jobs beside
 * the old one until the next success. Those of an update that was cut off are stopped when the next one begins, and start again when it gets there.
 */
export class Candidates {
  /** Ids of containers that this update started. */
  private readonly started = new Set<string>();
  /** Ids of those that were stopped with a release that failed. */
  private readonly aside: Promise<Set<string>>;
  /** Unset: the program has no end that it tells of. */
  private succeeded: boolean | undefined;
  private hasFailed = false;
  /** Where switches of the edge that have begun and not ended lead, by their resource. */
  private readonly switching = new Map<string, string>();
  /** What was said of a failure: it may be looked at more than once. */
  private readonly told = new Set<string>();

  private constructor(private readonly where: StackOnEngine) {
    this.aside = this.endCutOff().catch((error: unknown) => {
      // An engine that does not answer has its own message, elsewhere.
      void pulumi.log.debug((error as Error).message);
      return new Set<string>();
    });
    // The code alone does not tell: a program that the engine turns its back on ends with 0.
    process.on("exit", (code) => {
      if (code !== 0 || process.exitCode || this.succeeded === false) this.failed();
    });
  }

  /** Call it before any container is made. */
  static watch(where: StackOnEngine): Candidates {
    const candidates = new Candidates(where);
    watched.set(where.environment, candidates);
    candidates.hook();
    return candidates;
  }

  /** The update has succeeded when this is known; without it, its containers are stopped. */
  until(success: pulumi.Output<unknown>): void {
    this.succeeded = false;
    success.apply(() => {
      this.succeeded = true;
    });
  }

  /** Starts a container again that was stopped with a failed release. @param start does it, and waits until it is healthy */
  async resume(id: string, start: () => Promise<unknown>): Promise<void> {
    if (!(await this.aside).has(id)) return;
    this.started.add(id);
    await start();
  }

  /**
   * What fails is heard of at once: the engine may end the program before it knows. What was being made at that moment is stopped when it is there.
   * A switch that has begun goes on to its own end, and what it switches to runs until then; none begins after a failure.
   */
  private hook(): void {
    const fails = new pulumi.ErrorHook("candidates-failed", async ({ urn }) => {
      this.hasFailed = true;
      this.ended(urn);
      return false;
    });
    const made = new pulumi.ResourceHook("candidates-made", ({ id }) => {
      this.started.add(id);
      if (this.hasFailed) this.failed();
    });
    const switches = new pulumi.ResourceHook("candidates-switch", ({ urn, newInputs }) => {
      const to = upstreamsOf(newInputs);
      if (to === "") return;
      if (this.hasFailed) throw new Error(say().service.switchNotBegun);
      this.switching.set(urn, to);
    });
    const switched = new pulumi.ResourceHook("candidates-switched", ({ urn }) => {
      if (this.switching.has(urn)) this.ended(urn);
    });
    const container = { afterCreate: [made] };
    const command = {
      beforeCreate: [switches],
      beforeUpdate: [switches],
      afterCreate: [switched],
      afterUpdate: [switched],
    };
    addHooks((type) => {
      const isContainer = type === "docker:index/container:Container";
      const own = isContainer ? container : type.startsWith("command:") ? command : {};
      return { ...own, onError: [fails] };
    });
  }

  private ended(urn: string): void {
    this.switching.delete(urn);
    if (this.hasFailed) this.failed();
  }

  private async endCutOff(): Promise<Set<string>> {
    const { containers: known } = await knownToState();
    // A first release.
    if (known.length === 0) return new Set();
    const all = serviceContainers(this.where);
    const { stop } = stopCutOff(this.where, all);
    if (stop.length > 0) await pulumi.log.info(say().service.stoppedCutOff(names(stop)));
    return new Set([...stop, ...all.filter((each) => each.setAside)].map(({ id }) => id));
  }

  private failed(): void {
    if (this.started.size === 0) return;
    try {
      const running = serviceContainers(this.where).filter((each) => each.running);
      const isNew = ({ id }: ServiceContainer) => this.started.has(id);
      const started = running.filter(isNew);
      if (started.length === 0) return;
      const others = running.filter((each) => !isNew(each));
      const judged = judgeFailed(started, others, servedByEdge(this.where));
      const awaited = [...this.switching.values()].join("\n");
      judged.stop = judged.stop.filter(({ name }) => !awaited.includes(name));
      if (judged.stop.length > 0) setAside(this.where, judged.stop);
      // The program ends: only what is written now is written.
      const lines = said(judged).filter((line) => !this.told.has(line));
      lines.forEach((line) => this.told.add(line));
      if (lines.length > 0) writeSync(2, `${lines.join("\n")}\n`);
    } catch (error) {
      writeSync(2, `${say().service.notStopped((error as Error).message)}\n`);
    }
  }
}

/** Stops what an update that was cut off left beside what serves. */
export function stopCutOff(where: StackOnEngine, containers = serviceContainers(where)): Judged {
  const judged = judgeCutOff(containers, () => servedByEdge(where));
  if (judged.stop.length > 0) setAside(where, judged.stop);
  return judged;
}

/** Where a job of the edge switches to; empty for any other. */
function upstreamsOf(inputs: Record<string, unknown> = {}): string {
  const { UPSTREAMS } = (inputs["environment"] ?? {}) as { UPSTREAMS?: unknown };
  return typeof UPSTREAMS === "string" ? UPSTREAMS : "";
}

/** What a failed release left, for its user: a text each. */
export function said(judged: Judged): string[] {
  return left(judged).map(problemText);
}

function left({ stop, kept, switched }: Judged): Problem[] {
  const { workersStopped, stopped, leftRunning } = say().service;
  if (switched && stop.length > 0) return [workersStopped(names(stop))];
  return [
    ...(stop.length > 0 ? [stopped(names(stop))] : []),
    ...(kept.length > 0 ? [leftRunning(names(kept))] : []),
  ];
}

const names = (containers: ServiceContainer[]) => containers.map(({ name }) => name);
