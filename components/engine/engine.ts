import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { engineVariables, type Environment } from "./api/address";
import { at, Client, type Sent } from "./api/client";
import { ifThere, refuseFailed } from "./api/failed";
import {
  containerOf,
  imageOf,
  listedOf,
  networkOf,
  volumeOf,
  type FoundNetwork,
  type FoundVolume,
  type InspectedContainer,
  type InspectedImage,
  type ListedContainer,
} from "./api/inspected";
import { Output, takeApart, type Listener } from "./api/streams";
import type {
  Container,
  ContainerConfig,
  EngineInfo,
  ExecOptions,
  Image,
  Listed,
  Network,
  OpenOptions,
  Ran,
  Volume,
} from "./api/types";
import { attach, converse, give, type Conversation } from "./conversation";
import { patience, within } from "./within";
import type { World } from "./world";

export { EngineFailed, ifAnswered, ifPossible, outcomeOf } from "./api/failed";
export { isUp } from "./api/inspected";
export type * from "./api/types";
export { InputLeft, ProcessLost, type Conversation } from "./conversation";

/**
 * A Docker engine, by its API: over its socket, TCP with TLS, or the user's own `ssh`. Everybody gets it as an argument. What it refuses is
 * thrown as {@link EngineFailed}; what is not there is `undefined`. It connects with the first question.
 *
 * @example const engine = new Engine(host.environment)
 */
export class Engine {
  private readonly client: Client;

  /** @param environment says which engine it is, as `host.environment` does */
  constructor(readonly environment: Environment) {
    this.client = new Client(environment);
  }

  /** The one that the variables of a process name. */
  static of({ variable }: Pick<World, "variable">): Engine {
    return new Engine(Object.fromEntries(engineVariables.map((name) => [name, variable(name)])));
  }

  /** Ends its connections. */
  close(): void {
    this.client.close();
  }

  /** @param name name or id */
  async container(name: string): Promise<Container | undefined> {
    const found = await ifThere(this.ask<InspectedContainer>(at("containers", name, "json")));
    return found && containerOf(found);
  }

  /**
   * Containers with all of these labels, each `name=value` or a name, also those that do not run.
   *
   * @param options.volume only those that use this volume
   */
  async containers(labels: string[], { volume }: { volume?: string } = {}): Promise<Listed[]> {
    const wanted = { label: labels, ...(volume !== undefined && { volume: [volume] }) };
    const query = { all: true, filters: JSON.stringify(wanted) };
    const found = await this.ask<ListedContainer[]>("/containers/json", query);
    return found.map(listedOf);
  }

  /** @returns its id */
  async create(name: string | undefined, config: ContainerConfig): Promise<string> {
    const sent = { query: { name }, body: config };
    return (await this.client.json<{ Id: string }>("POST", "/containers/create", sent)).Id;
  }

  /** Starts a container; one that runs is left as it is. */
  async start(name: string): Promise<void> {
    await this.client.bytes("POST", at("containers", name, "start"));
  }

  /** Stops a container, if it runs. @param grace seconds that it has for it. Default: its own */
  async stop(name: string, grace?: number): Promise<void> {
    await this.client.bytes("POST", at("containers", name, "stop"), { query: { t: grace } });
  }

  /** Stops a container, in its own time, and starts it again. */
  async restart(name: string): Promise<void> {
    await this.client.bytes("POST", at("containers", name, "restart"));
  }

  async setRestartPolicy(name: string, policy: "no" | "always"): Promise<void> {
    const body = { RestartPolicy: { Name: policy } };
    await this.client.bytes("POST", at("containers", name, "update"), { body });
  }

  async rename(name: string, to: string): Promise<void> {
    await this.client.bytes("POST", at("containers", name, "rename"), { query: { name: to } });
  }

  /** Removes a container with its unnamed volumes; one that is gone is no failure. @param options.force also one that runs. Default: true */
  async remove(name: string, { force = true }: { force?: boolean } = {}): Promise<void> {
    const query = { force, v: true };
    await ifThere(this.client.bytes("DELETE", at("containers", name), { query }));
  }

  /** Waits until a container has ended. @returns its exit code */
  async ended(name: string, signal?: AbortSignal): Promise<number> {
    const sent = signal && { signal };
    return (await this.client.json<{ StatusCode: number }>("POST", at("containers", name, "wait"), sent))
      .StatusCode;
  }

  /** What a container wrote, both streams as they came. @param tail only the last so many lines. Default: all */
  async logs(name: string, { tail, since }: { tail?: number; since?: Date } = {}): Promise<string> {
    const query = {
      ...{ stdout: true, stderr: true, tail: tail ?? "all" },
      since: since && since.getTime() / 1000,
    };
    const output = new Output();
    return this.soon(async ({ signal }) => {
      const stream = await this.client.stream("GET", at("containers", name, "logs"), { query, signal });
      await takeApart(stream, output.listener).catch((error: Error) => {
        throw this.client.lost(error, { signal });
      });
      return output.both;
    });
  }

  /**
   * Hands on what a container writes from now on. One that is attached before it is started misses nothing.
   *
   * @returns once it is attached; `ended`: when the container has ended and all was handed on
   */
  attach(name: string, listener: Listener): Promise<{ ended: Promise<void> }> {
    return attach(this.client, name, listener);
  }

  /**
   * Starts a process in a container and speaks with it.
   *
   * @example
   * const client = engine.open("shop-db", ["psql"], { listener: (_, chunk) => process.stdout.write(chunk) });
   * client.stdin.end("SELECT 1;\n");
   * const code = await client.ended;
   */
  open(name: string, command: string[], options: OpenOptions = {}): Conversation {
    return converse(this.client, name, command, { mayLeaveInput: true, ...options });
  }

  /** Runs a process in a container to its end. That it fails is a result, not an exception. */
  async exec(name: string, command: string[], options: ExecOptions = {}): Promise<Ran> {
    const { stdin, listener, ...rest } = options;
    const output = new Output();
    const process = converse(this.client, name, command, {
      ...rest,
      attachStdin: stdin !== undefined,
      listener: (stream, chunk) => {
        output.listener(stream, chunk);
        return listener?.(stream, chunk);
      },
    });
    give(stdin, process.stdin);
    try {
      const code = await process.ended;
      const { stdout, stderr, both } = output;
      return { code, stdout, stderr, both };
    } finally {
      if (stdin instanceof Readable) stdin.destroy();
    }
  }

  /** Runs a container to its end, and removes it. That it fails is a result, not an exception. @param name default: any */
  async run(config: ContainerConfig, name?: string): Promise<Ran> {
    const HostConfig = { ...config.HostConfig, AutoRemove: true };
    const id = await this.create(name, {
      AttachStdout: true,
      AttachStderr: true,
      ...config,
      HostConfig,
    });
    const output = new Output();
    let waits: Readable | undefined;
    try {
      const written = await attach(this.client, id, output.listener);
      // The engine answers at once that it waits: so no end is missed.
      const removed = { query: { condition: "removed" } };
      waits = await this.client.stream("POST", at("containers", id, "wait"), removed);
      await this.start(id);
      await written.ended;
      const { StatusCode } = (await json(waits)) as { StatusCode: number };
      const { stdout, stderr, both } = output;
      return { code: StatusCode, stdout, stderr, both };
    } catch (error) {
      await this.remove(id).catch(() => undefined);
      throw this.client.lost(error as Error);
    } finally {
      waits?.destroy();
    }
  }

  /** Starts a process in a container, and does not wait for it. */
  async startExec(name: string, command: string[]): Promise<void> {
    const body = { Cmd: command };
    const { Id } = await this.client.json<{ Id: string }>("POST", at("containers", name, "exec"), { body });
    await this.client.bytes("POST", at("exec", Id, "start"), { body: { Detach: true } });
  }

  /** Puts an archive's files into a folder of a container, which needs not run. @param tar a tar archive. One that breaks off is thrown */
  async putFiles(name: string, folder: string, tar: Buffer | Readable): Promise<void> {
    const sent = { query: { path: folder }, body: tar };
    await this.client.bytes("PUT", at("containers", name, "archive"), sent);
  }

  /** A file or folder of a container as a tar archive; undefined where there is none. */
  getFiles(name: string, path: string): Promise<Readable | undefined> {
    return ifThere(this.client.stream("GET", at("containers", name, "archive"), { query: { path } }));
  }

  /** The same archive, whole. */
  readFiles(name: string, path: string): Promise<Buffer | undefined> {
    return ifThere(this.client.bytes("GET", at("containers", name, "archive"), { query: { path } }));
  }

  /** @param name name or id */
  async image(name: string): Promise<Image | undefined> {
    const found = await ifThere(this.ask<InspectedImage>(at("images", name, "json")));
    return found && imageOf(found);
  }

  /** Makes an image of files. @param name with its tag @param tar a tar archive of them */
  async importImage(name: string, tar: Buffer): Promise<void> {
    const sent = { query: { fromSrc: "-", repo: name }, body: tar };
    refuseFailed(await this.client.bytes("POST", "/images/create", sent));
  }

  /** Takes a name from an image, which goes with its last one; or removes one without a name by its id. What a container needs is refused. */
  async removeImage(name: string): Promise<void> {
    await ifThere(this.client.bytes("DELETE", at("images", name)));
  }

  /** Networks with all of these labels, as {@link containers} takes them. */
  async networks(labels: string[]): Promise<Network[]> {
    const query = { filters: JSON.stringify({ label: labels }) };
    return (await this.ask<FoundNetwork[]>("/networks", query)).map(networkOf);
  }

  /** Removes a network; one that is gone is no failure. One that containers are in is refused. */
  async removeNetwork(id: string): Promise<void> {
    await ifThere(this.client.bytes("DELETE", at("networks", id)));
  }

  async volume(name: string): Promise<Volume | undefined> {
    const found = await ifThere(this.ask<FoundVolume>(at("volumes", name)));
    return found && volumeOf(found);
  }

  /** Volumes with all of these labels, as {@link containers} takes them. */
  async volumes(labels: string[]): Promise<Volume[]> {
    const query = { filters: JSON.stringify({ label: labels }) };
    type Found = { Volumes: FoundVolume[] | null };
    return ((await this.ask<Found>("/volumes", query)).Volumes ?? []).map(volumeOf);
  }

  /** Makes a volume; one that is there is left as it is. */
  async createVolume(name: string, labels: Record<string, string>): Promise<void> {
    await this.client.bytes("POST", "/volumes/create", { body: { Name: name, Labels: labels } });
  }

  info(): Promise<EngineInfo> {
    return this.ask("/info");
  }

  /** Asks what an engine that works answers at once. @throws Silent when it does not */
  private ask<Answer>(path: string, query: Sent["query"] = {}): Promise<Answer> {
    return this.soon(({ signal }) => this.client.json<Answer>("GET", path, { query, signal }));
  }

  /**
   * Waits for what an engine that works answers at once. Longer than the client waits for the first answer of all: the message of that names the engine.
   *
   * @throws Silent when the time is over
   */
  private soon<Answer>(asked: (over: AbortController) => Promise<Answer>): Promise<Answer> {
    return within(patience + 5, asked);
  }
}
