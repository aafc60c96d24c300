import { ownSocket } from "../../components/engine/api/address";
import { Engine } from "../../components/engine/engine";
import { engineEnvironment } from "../../components/engine/environment";
import { ensurePulumi, findPulumi, type Pulumi } from "../pulumi";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { projectFolder } from "../kernel/paths";
import type { Report } from "../kernel/report";
import { projectName, type StackTarget } from "../kernel/stack";
import { askedOf, backendOf } from "./backend";
import { configOf } from "./config";
import { refuseBadName, selectedStack } from "./selection";

/** What a command works on, found once: project, stack, configuration, state backend and engine. */
export interface Context extends StackTarget {
  /** Name of the project. */
  system: string;
  /** The CLI that is used; undefined when none is complete. */
  cli: Pulumi | undefined;
  /** Address of the state backend; undefined when pulumi is not logged in and the stack is not that of `npm start`. */
  backend: string | undefined;
  /** Configuration by its keys without the project's name, as the program gets it: also what stands in Pulumi.yaml or an environment of Pulumi ESC. May hold secrets. */
  config: Record<string, unknown>;
  /** Address of the stack's engine. */
  endpoint: string;
  /** Makes the `docker` command talk to that engine. */
  environment: Record<string, string>;
  /** That engine. What it keeps of its connections ends with this process, and does not hinder its end. */
  engine: Engine;
}

/**
 * Finds the stack that a command means: the one that is named, else the one that is selected, else the only one.
 *
 * @param wanted what `--stack` says
 * @param options.getCli told of it while a CLI is downloaded or built where there is none. Default: none is got
 * @throws UserError when none is meant, or it has neither a file nor a state
 */
export async function findContext(
  wanted: string | undefined,
  { getCli }: { getCli?: Report } = {},
): Promise<Context> {
  const folder = projectFolder();
  const cli = await (getCli ? ensurePulumi(getCli) : findPulumi(() => undefined));
  const env = cli?.env ?? {};
  if (wanted !== undefined) refuseBadName(wanted, folder);
  return askedOf({ folder, env }, async () => {
    const stack = wanted ?? (await selectedStack(folder, env));
    return read({ folder, stack, env }, cli);
  });
}

/** The same of a stack that is known already. */
export const contextOf = (target: StackTarget): Promise<Context> => askedOf(target, () => read(target));

async function read(target: StackTarget, cli?: Pulumi): Promise<Context> {
  const { folder, stack } = target;
  const system = projectName(folder);
  const { backend, more } = await backendOf(target, system);
  // The address that the CLI tells of Pulumi Cloud is that of its pages: with it the CLI would find no login.
  // Any other is named: the Pulumi.yaml of an older release, which a rollback runs, may name another.
  const isNamed = backend !== undefined && !/^https?:/.test(backend);
  const env = { ...target.env, ...more, ...(isNamed && { PULUMI_BACKEND_URL: backend }) };
  const config = await configOf({ folder, stack, env }, system);
  return { folder, system, stack, env, cli, backend, config, ...engineOf(config) };
}

/** The engine that a configuration names. @throws UserError when its address cannot be read: another engine must not be taken for it */
export function engineOf(
  config: Record<string, unknown>,
): Pick<Context, "endpoint" | "environment" | "engine"> {
  const text = (key: string) => {
    const value = config[key];
    if (value === undefined || typeof value === "string") return value || undefined;
    throw new UserError(say().stack.hostUnreadable(key));
  };
  const endpoint = text("host") ?? ownSocket;
  const environment = engineEnvironment(endpoint, text("hostCertificates"));
  return { endpoint, environment, engine: new Engine(environment) };
}
