import type { Readable } from "node:stream";
import type { Listener } from "./streams";

/** What a container does. */
export type Status = "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";

/** A container, as the engine has it. */
export interface Container {
  id: string;
  name: string;
  /** Id of its image. */
  image: string;
  status: Status;
  exitCode: number;
  /** It was ended because it exceeded its memory limit. */
  outOfMemory: boolean;
  /** How often the engine started it again. */
  restarts: number;
  /** When it was created, in milliseconds since 1970. */
  created: number;
  /** When it was started last, as ISO 8601. */
  startedAt: string;
  /** What its health check found: `healthy`, `unhealthy`, `starting`. Unset: it has none. */
  health?: string;
  labels: Record<string, string>;
  /** When the engine starts it again: `no`, `always`, … */
  restartPolicy: string;
  /** Names of its volumes, by their paths in it. */
  volumes: Record<string, string>;
  /** Names of the networks that it is in. */
  networks: string[];
  /** Its variables, as `NAME=value`: those of its image too. May hold secrets. */
  environment: string[];
}

/** One of a list of containers. */
export interface Listed {
  id: string;
  name: string;
  /** Id of its image. */
  image: string;
  status: Status;
  labels: Record<string, string>;
  /** When it was created, in milliseconds since 1970. */
  created: number;
  /** TCP ports of the host that it publishes. */
  ports: number[];
}

/** A network. */
export interface Network {
  id: string;
  name: string;
}

/** A volume. */
export interface Volume {
  name: string;
  labels: Record<string, string>;
}

/** An image, as the engine has it. */
export interface Image {
  id: string;
  /** With their tags. */
  names: string[];
  labels: Record<string, string>;
  /** Variables of its containers, as `NAME=value`. */
  environment: string[];
}

/** How a process in a container ended. */
export interface Ran {
  /** null: its container, or the connection, ended before it; 126, 127: it could not be started. */
  code: number | null;
  stdout: Buffer;
  stderr: string;
  /** Both, in the order in which they came. */
  both: string;
}

/** How a process in a container is started that is spoken with. */
export interface OpenOptions {
  /** Default: that of the container. */
  user?: string;
  environment?: Record<string, string>;
  /** Gets what it writes as it comes. */
  listener?: Listener;
  /** Ends the wait for it; the process itself goes on, if it does not end with its input. */
  signal?: AbortSignal;
  /**
   * Whether it may end well without having read all of its input. If not, a connection that breaks while it is sent fails, whatever the exit code
   * is: a command that wrote a file from half of its input ends well too. Default: true of one that is spoken with, else false
   */
  mayLeaveInput?: boolean;
}

/** How a process in a container is started. */
export interface ExecOptions extends OpenOptions {
  /** What it reads from standard input. Default: nothing. The way in for secrets. */
  stdin?: string | Buffer | Readable;
}

/** What a container is made of, in the engine's own words: those fields that are used. */
export interface ContainerConfig {
  Image: string;
  AttachStdout?: boolean;
  AttachStderr?: boolean;
  Cmd?: string[];
  Entrypoint?: string[];
  Env?: string[];
  User?: string;
  Labels?: Record<string, string>;
  /** Paths in it that get a volume without a name each. */
  Volumes?: Record<string, object>;
  HostConfig?: {
    AutoRemove?: boolean;
    Binds?: string[];
    CapAdd?: string[];
    CapDrop?: string[];
    LogConfig?: { Type: string; Config: Record<string, string> };
    /** Bytes; with `MemorySwap` alike, it has no swap. */
    Memory?: number;
    MemorySwap?: number;
    NetworkMode?: string;
    ReadonlyRootfs?: boolean;
    SecurityOpt?: string[];
    ShmSize?: number;
    Tmpfs?: Record<string, string>;
  };
}

/** The engine and its machine. */
export interface EngineInfo {
  ID: string;
  Name: string;
  DockerRootDir: string;
  ServerVersion: string;
  OSType: string;
  Architecture: string;
  NCPU: number;
  MemTotal: number;
}
