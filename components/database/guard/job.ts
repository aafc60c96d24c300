import type { Problem } from "../../../messages/problem";
import { problemLines } from "../../../messages/render";
import { fewRights } from "../../workload/few-rights";
import { saidOf } from "../../engine/said";
import { outcomeOf, type ContainerConfig, type Engine, type Ran } from "../../engine/engine";
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
  /** What the containers of a trial and of a look are recognised by, `name=value`. */
  labels: string[];
  /** The way to a new major version, where `@NEW@` stands for it and `@IMAGE@` for its image. */
  upgrade: string[];
}

/** What is asked of the engine. */
export type Needed = Pick<
  Engine,
  "container" | "containers" | "exec" | "image" | "logs" | "remove" | "run" | "volume"
>;

/** A look that changes nothing. */
export interface Look {
  image: string;
  user: string;
  /** What the image's own shell runs, and its arguments. */
  script: [text: string, ...args: string[]];
  /** Of the stack, `name=value`. */
  labels: string[];
  /** Default: none. */
  variables?: Record<string, string>;
  /** Volume that is found at /data. Default: none. */
  volume?: string | undefined;
  /** Rights, besides which it has none. Default: none. */
  capabilities?: string[];
}

/** Runs a look by the image's own programs, without a network. That it fails is a result, also when the engine refuses it. */
export function looked(engine: Pick<Engine, "run">, look: Look): Promise<Ran> {
  const { image, user, script, variables = {}, volume, capabilities = [] } = look;
  const config: ContainerConfig = {
    ...{ Image: image, User: user, Entrypoint: ["sh"], Cmd: ["-c", ...script] },
    Labels: labelsOf(look),
    Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    HostConfig: {
      ...fewRights(capabilities),
      Tmpfs: { "/tmp": "" },
      ...(volume !== undefined && { Binds: [`${volume}:/data:ro`] }),
    },
  };
  return outcomeOf(engine.run(config));
}

/** Labels that are `name=value`, as the engine takes them. */
export const labelsOf = ({ labels }: { labels: string[] }) =>
  Object.fromEntries(labels.map((label) => label.split(/=(.*)/s, 2))) as Record<string, string>;

/** What a process said that failed: what it printed, and the reason or how it ended. */
export function saidBy({ code, stdout, stderr }: Ran): string {
  return [stdout.toString("utf8").trim(), saidOf(stderr, code)].filter((text) => text !== "").join("\n");
}

/** What a process printed that did what it was to. */
export const printed = ({ code, stdout }: Ran) => (code === 0 ? stdout.toString("utf8").trim() : undefined);

/** Why a successor is refused: its lines stand at the margin, as the last words of the guard. */
export const refusal = (problem: Problem) => new UserError(problemLines(problem).join("\n"));
