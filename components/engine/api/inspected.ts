import type { Container, Image, Status } from "./types";

/** What the engine says of a container: those fields that are used. */
export interface InspectedContainer {
  Id: string;
  Name: string;
  Image: string;
  RestartCount: number;
  State: {
    Status: Status;
    ExitCode: number;
    OOMKilled: boolean;
    StartedAt: string;
    Health?: { Status: string };
  };
  Config: { Labels: Record<string, string> | null };
  HostConfig: { RestartPolicy: { Name: string } };
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
  startedAt: State.StartedAt,
  ...(State.Health && { health: State.Health.Status }),
  labels: Config.Labels ?? {},
  restartPolicy: found.HostConfig.RestartPolicy.Name,
});

export const imageOf = ({ Id, RepoTags, Config }: InspectedImage): Image => ({
  id: Id,
  names: RepoTags ?? [],
  labels: Config?.Labels ?? {},
  environment: Config?.Env ?? [],
});
