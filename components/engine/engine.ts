import { Readable, type Writable } from "node:stream";
import { json } from "node:stream/consumers";
import { engineVariables, type Environment } from "./api/address";
import { at, Client } from "./api/client";
import { ifThere } from "./api/failed";
import { Output, takeApart, type Listener } from "./api/streams";
import type {
  Container,
  ContainerConfig,
  EngineInfo,
  ExecOptions,
  Listed,
  OpenOptions,
  Ran,
  Status,
} from "./api/types";
import { attach, converse, type Conversation } from "./conversation";
import type { World } from "./world";

export { EngineFailed } from "./api/failed";
export type { Container, ContainerConfig, ExecOptions, Listed, Ran } from "./api/types";
export type { Conversation } from "./conversation";

/**
 * A Docker engine, by its API: over its socket, TCP with TLS, or the user's own `ssh`. Everybody gets it as an argument. What it refuses is
 * thrown as {@link EngineFailed}; what is not there is `undefined`.
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
    const found = await ifThere(this.client.json<Inspected>("GET", at("containers", name, "json")));
    return found && inspected(found);
  }

  /** Containers with all of these labels, each `name=value` or a name, also those that do not run. */
  async containers(labels: string[]): Promise<Listed[]> {
    const query = { all: true, filters: JSON.stringify({ label: labels }) };
    const found = await this.client.json<Summary[]>("GET", "/containers/json", { query });
    return found.map(({ Id, Names, State, Labels, Created }) => ({
      id: Id,
      name: (Names[0] ?? "").replace(/^\//, ""),
      status: State,
      labels: Labels,
      created: Created * 1000,
    }));
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

  async setRestartPolicy(name: string, policy: "no" | "always"): Promise<void> {
    const body = { RestartPolicy: { Name: policy } };
    await this.client.bytes("POST", at("containers", name, "update"), { body });
  }

  async rename(name: string, to: string): Promise<void> {
    await this.client.bytes("POST", at("containers", name, "rename"), { query: { name: to } });
  }

  /** Removes a container with its unnamed volumes, also one that runs; one that is gone is no failure. */
  async remove(name: string): Promise<void> {
    const query = { force: true, v: true };
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
    const stream = await this.client.stream("GET", at("containers", name, "logs"), { query });
    await takeApart(stream, output.listener).catch((error: Error) => {
      throw this.client.lost(error);
    });
    return output.both;
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
    return converse(this.client, name, command, options);
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

  /** Runs a container to its end, and removes it. That it fails is a result, not an exception. */
  async run(config: ContainerConfig): Promise<Ran> {
    const HostConfig = { ...config.HostConfig, AutoRemove: true };
    const id = await this.create(undefined, {
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

  /** Puts an archive's files into a folder of a container, which needs not run. @param tar a tar archive */
  async putFiles(name: string, folder: string, tar: Buffer): Promise<void> {
    const sent = { query: { path: folder }, body: tar };
    await this.client.bytes("PUT", at("containers", name, "archive"), sent);
  }

  /** A file or folder of a container as a tar archive; undefined where there is none. */
  getFiles(name: string, path: string): Promise<Readable | undefined> {
    return ifThere(this.client.stream("GET", at("containers", name, "archive"), { query: { path } }));
  }

  /** @param name name or id @returns its id and labels */
  async image(name: string): Promise<{ id: string; labels: Record<string, string> } | undefined> {
    type Found = { Id: string; Config?: { Labels?: Record<string, string> | null } | null };
    const found = await ifThere(this.client.json<Found>("GET", at("images", name, "json")));
    return found && { id: found.Id, labels: found.Config?.Labels ?? {} };
  }

  async volume(name: string): Promise<{ name: string; labels: Record<string, string> } | undefined> {
    type Found = { Name: string; Labels?: Record<string, string> | null };
    const found = await ifThere(this.client.json<Found>("GET", at("volumes", name)));
    return found && { name: found.Name, labels: found.Labels ?? {} };
  }

  info(): Promise<EngineInfo> {
    return this.client.json("GET", "/info");
  }
}

/** Hands a process its input, and lets it know the end of it. One that breaks off ends too: who sends it looks at its `errored`. */
function give(input: ExecOptions["stdin"], stdin: Writable): void {
  if (input instanceof Readable) input.on("error", () => stdin.end()).pipe(stdin);
  else if (input !== undefined) stdin.end(input);
}

interface Inspected {
  Id: string;
  Name: string;
  Image: string;
  RestartCount: number;
  State: { Status: Status; ExitCode: number; OOMKilled: boolean; StartedAt: string };
  Config: { Labels: Record<string, string> | null };
  HostConfig: { RestartPolicy: { Name: string } };
  Mounts: { Destination: string; Name?: string }[];
}

interface Summary {
  Id: string;
  Names: string[];
  State: Status;
  Labels: Record<string, string>;
  Created: number;
}

const inspected = ({ State, Config, ...found }: Inspected): Container => ({
  id: found.Id,
  name: found.Name.replace(/^\//, ""),
  image: found.Image,
  status: State.Status,
  exitCode: State.ExitCode,
  outOfMemory: State.OOMKilled,
  restarts: found.RestartCount,
  startedAt: State.StartedAt,
  labels: Config.Labels ?? {},
  restartPolicy: found.HostConfig.RestartPolicy.Name,
  volumes: Object.fromEntries(
    found.Mounts.flatMap(({ Destination, Name }) => (Name ? [[Destination, Name]] : [])),
  ),
});
