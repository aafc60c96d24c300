import type { Problem } from "../../../messages/problem";
import { problemLines } from "../../../messages/render";
import type { docker } from "../../engine/docker";
import { UserError } from "../../engine/user-error";
import type { ProductName } from "../product/product";

/** A successor of a database's container, as the guard looks at it. Holds no secret: it is the guard's standard input, and in the state. */
export interface GuardJob {
  /** Name of the component. */
  name: string;
  product: ProductName;
  /** Id of the image. */
  image: string;
  /** Name of the data's volume. */
  volume: string;
  /** Name of the container, the one of before too. */
  container: string;
  /** Name of the database. */
  database: string;
  /** Settings as arguments of the server. */
  flags: string[];
  /** PostgreSQL: extensions that the image must have. */
  extensions: string[];
  /** Variables of the container; none is secret. */
  environment: string[];
  /** Shell text that runs before the image's entrypoint. */
  prologue?: string;
  /** In MiB. */
  memory: number;
  shmSize: number;
  /** Seconds that a start may take. */
  timeout: number;
  /** What a trial's container is recognised by. */
  labels: string[];
  /** The way to a new major version, where `@NEW@` stands for it and `@IMAGE@` for its image. */
  upgrade: string[];
}

/** The `docker` command on the engine of the stack. */
export type Docker = (...args: string[]) => ReturnType<typeof docker>;

/** Arguments of `docker run` for a look that changes nothing, by the image's own programs: no network, no rights but those that are named. */
export function inside(user: string, ...capabilities: string[]): string[] {
  const rights = capabilities.flatMap((name) => ["--cap-add", name]);
  const bounds = ["--network", "none", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", ...rights];
  return ["run", "--rm", ...bounds, "--user", user, "--entrypoint", "sh"];
}

/** What `docker` or a program inside said when it failed. */
export function saidBy(error: unknown): string {
  const { message, stdout = "" } = error as Error & { stdout?: string };
  return [stdout, message.replace(/^docker \S+: ?/, "")].filter((text) => text !== "").join("\n");
}

/** Why a successor is refused: its lines stand at the margin, as the last words of the guard. */
export const refusal = (problem: Problem) => new UserError(problemLines(problem).join("\n"));
