import type { Container, Image, Listed, Network, Status, Volume } from "./types";

/** What the engine says of a container: those fields that are used. */
export interface InspectedContainer {
  Id: string;
  Name: string;
  Image: string;
  Created: string;
  RestartCount: number;
  State: {
    Status: Status;
    ExitCode: number;
    OOMKilled: boolean;
    StartedAt: string;
    Health?: { Status: string };
  };
  Config: { Labels: Record<string, string> | null; Env?: string[] | null };
  HostConfig: { RestartPolicy?: { Name: string } };
  NetworkSettings?: { Networks?: Record<string, object> | null };
  Mounts?: { Destination: string; Name?: string }[] | null;
}

/** What the engine says of a container in a list. */
export interface ListedContainer {
  Id: string;
  Names: string[] | null;
  ImageID: string;
  State: Status;
  Labels: Record<string, string> | null;
  Created: number;
  Ports?: { Type: string; PublicPort?: number }[] | null;
}

/** What the engine says of a network. */
export interface FoundNetwork {
  Id: string;
  Name: string;
}

/** What the engine says of a volume. */
export interface FoundVolume {
  Name: string;
  Labels?: Record<string, string> | null;
}

/** What the engine says of an image. */
export interface InspectedImage {
  Id: string;
  RepoTags?: string[] | null;
  Config?: { Labels?: Record<string, string> | null; Env?: string[] | null } | null;
}

/** Whether processes of a container are there, also while it is paused or about to start again. */
export const isUp = ({ status }: { status: Status }) => ["running", "paused", "restarting"].includes(status);

export const containerOf = ({ State, Config, ...found }: InspectedContainer): Container => ({
  id: found.Id,
  name: found.Name.replace(/^\//, ""),
  image: found.Image,
  status: State.Status,
  exitCode: State.ExitCode,
  outOfMemory: State.OOMKilled,
  restarts: found.RestartCount,
  created: Date.parse(found.Created),
  startedAt: State.StartedAt,
  ...(State.Health && { health: State.Health.Status }),
  labels: Config.Labels ?? {},
  restartPolicy: found.HostConfig.RestartPolicy?.Name ?? "no",
  volumes: Object.fromEntries(
    (found.Mounts ?? []).flatMap(({ Destination, Name }) => (Name ? [[Destination, Name]] : [])),
  ),
  networks: Object.keys(found.NetworkSettings?.Networks ?? {}),
  environment: Config.Env ?? [],
});

export const imageOf = ({ Id, RepoTags, Config }: InspectedImage): Image => ({
  id: Id,
  names: RepoTags ?? [],
  labels: Config?.Labels ?? {},
  environment: Config?.Env ?? [],
});

export const listedOf = ({ Id, Names, ImageID, State, Labels, Created, Ports }: ListedContainer): Listed => ({
  id: Id,
  name: (Names?.[0] ?? "").replace(/^\//, ""),
  image: ImageID,
  status: State,
  labels: Labels ?? {},
  created: Created * 1000,
  // Each is listed for every address that it is published on.
  ports: [...new Set((Ports ?? []).flatMap(({ Type, PublicPort }) => (Type === "tcp" && PublicPort) || []))],
});

export const networkOf = ({ Id, Name }: FoundNetwork): Network => ({ id: Id, name: Name });

export const volumeOf = ({ Name, Labels }: FoundVolume): Volume => ({ name: Name, labels: Labels ?? {} });
