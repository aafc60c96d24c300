import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Product } from "../components/database/product/product";
import { productOf } from "../components/database/products";
import { engineEnvironment } from "../components/engine/environment";
import { labelFilters, labelPrefix, type Wanted } from "../components/engine/labels";
import { remedyForNote } from "./kernel/state-notes";
import { saidOf } from "../components/engine/docker";
import { projectFolder } from "./kernel/paths";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { run, type RunOptions, type RunResult } from "./kernel/run";
import { projectName, settingsOf } from "./kernel/stack";

/** The option that every command takes. */
export const stackOptions = { stack: { type: "string" } } as const;
/** That of commands for one database of a stack. */
export const databaseOptions = { database: { type: "string" } } as const;

/** What a command works on: one database of a stack, wherever its engine is. */
export interface StackDatabase {
  system: string;
  stack: string;
  /** What `--database` calls it: the name of its component. */
  service: string;
  /** Name of the database's container. */
  container: string;
  product: Product;
  /** Name of the database in its server. */
  database: string;
  /** The `docker` command on the stack's engine. A failure is a result, not an exception. */
  docker: (args: string[], options?: RunOptions) => Promise<RunResult>;
  /** Environment in which it talks to that engine. */
  environment: Record<string, string>;
}

/** Parts of a container's description. */
export interface Inspected {
  Id: string;
  Name: string;
  Created: string;
  Config: { Labels: Record<string, string> };
  State: { Status: string; ExitCode: number; OOMKilled: boolean; Health?: { Status: string } };
  RestartCount: number;
  HostConfig?: { RestartPolicy?: { Name: string } };
  Mounts: { Destination: string; Name?: string }[];
  NetworkSettings: { Networks: Record<string, unknown> };
}

/**
 * Reads a command's arguments.
 *
 * @throws UserError that names an unknown option and shows how the command is used
 */
export function readArguments<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: T,
  usage: string,
): ReturnType<typeof parseArgs<{ options: typeof stackOptions & T; allowPositionals: true }>> {
  try {
    return parseArgs({ args, options: { ...stackOptions, ...options }, allowPositionals: true });
  } catch (error) {
    const [reason = ""] = (error as Error).message.split(". ");
    throw new UserError(say().stack.wrongCall(reason, usage));
  }
}

/** A stack, and how its engine is reached. */
export interface FoundStack {
  /** Folder of the project. */
  folder: string;
  system: string;
  stack: string;
  /** Makes the `docker` command talk to the stack's engine. */
  environment: Record<string, string>;
  /** The `docker` command on the stack's engine. A failure is a result, not an exception. */
  docker: StackDatabase["docker"];
}

/** Finds a stack: the one that is named, else the one that is selected. @throws UserError when it has no file */
export async function findStack(wanted: { stack?: string }): Promise<FoundStack> {
  const folder = projectFolder();
  const stack = wanted.stack ?? (await selectedStack(folder));
  const system = projectName(folder);
  const { endpoint, certificates } = engineOf(folder, system, stack);
  const environment = engineEnvironment(endpoint, certificates);
  const docker = (args: string[], options: RunOptions = {}) =>
    run("docker", args, { reject: false, ...options, env: { ...environment, ...options.env } });
  return { folder, system, stack, environment, docker };
}

/**
 * Finds the database of a stack by the labels of its container. The stack file says which engine to ask.
 *
 * @throws UserError when no stack, no engine or no database is found, or more than one
 */
export async function findDatabase(wanted: { stack?: string; database?: string }): Promise<StackDatabase> {
  const { system, stack, environment, docker } = await findStack(wanted);
  const endpoint = environment["DOCKER_HOST"] ?? "";
  const found = await containers({ docker }, { system, stack, role: "database" });
  const chosen = found.filter(({ Config }) => matches(Config.Labels, wanted.database));
  const names = found.map(({ Config }) => Config.Labels[`${labelPrefix}.service`] ?? "");
  const [container] = chosen;
  if (!container || chosen.length > 1)
    throw new UserError(
      names.length === 0
        ? say().stack.noDatabase({ stack, system, endpoint })
        : say().stack.whichDatabase(stack, names),
    );
  const labels = container.Config.Labels;
  const product = productOf(labels[`${labelPrefix}.engine`]);
  const database = labels[`${labelPrefix}.database`];
  if (!product || database === undefined)
    throw new UserError(say().stack.withoutBackups(nameOf(container), stack));
  const service = labels[`${labelPrefix}.service`] ?? "";
  return { system, stack, service, container: nameOf(container), product, database, docker, environment };
}

/** The containers of a stack that have these labels, the first made first. */
export async function containers(
  { docker }: Pick<StackDatabase, "docker">,
  labels: Wanted,
  ...filters: string[]
): Promise<Inspected[]> {
  const { stdout, stderr, exitCode } = await docker([
    ...["ps", "--all", "--quiet", "--no-trunc"],
    ...labelFilters(labels),
    ...filters.flatMap((filter) => ["--filter", filter]),
  ]);
  if (exitCode !== 0) throw silent(saidOf(stderr, exitCode));
  if (stdout === "") return [];
  const { stdout: inspected, ...rest } = await docker(["inspect", ...stdout.split("\n")]);
  // One that went meanwhile is a failure too. An engine that went must not pass for one that has none.
  if (rest.exitCode !== 0 && !/no such/i.test(rest.stderr)) throw silent(saidOf(rest.stderr, rest.exitCode));
  const list = JSON.parse(inspected) as Inspected[];
  return list.sort((a, b) => a.Created.localeCompare(b.Created));
}

const silent = (said: string) => new UserError(say().stack.engineSilent(said));

/** Name of a container as people know it. */
export const nameOf = ({ Name }: Pick<Inspected, "Name">) => Name.replace(/^\//, "");

function matches(labels: Record<string, string>, wanted: string | undefined): boolean {
  return wanted === undefined || wanted === labels[`${labelPrefix}.service`];
}

/** The stack that the Pulumi CLI has selected; without one, the only one. */
export async function selectedStack(folder: string, env: Record<string, string> = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await run("pulumi", ["stack", "--show-name"], {
    cwd: folder,
    env,
    reject: false,
  });
  if (exitCode === 0 && stdout !== "") return stdout;
  const remedy = remedyForNote(stderr);
  if (remedy) throw new UserError(say().stack.selectionUnreadable(stderr.trim(), remedy));
  const only = onlyStack(folder);
  if (only !== undefined) return only;
  throw new UserError(say().stack.noneSelected(stacksWithFile(folder)));
}

/** Names of the stacks that have a file in the folder of a project. */
export const stacksWithFile = (folder: string) =>
  readdirSync(folder).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);

/** The stack of a project that has only one stack file. */
export function onlyStack(folder: string): string | undefined {
  const [only, ...others] = stacksWithFile(folder);
  return others.length === 0 ? only : undefined;
}

/** The engine that a stack file names. */
export function engineOf(
  folder: string,
  system: string,
  stack: string,
): { endpoint: string; certificates?: string } {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) throw new UserError(say().stack.noFile(file, stacksWithFile(folder)));
  const config = settingsOf(folder, stack);
  const text = (key: string) => config[`${system}:${key}`] as string | undefined;
  const certificates = text("hostCertificates");
  return {
    endpoint: text("host") ?? "unix:///var/run/docker.sock",
    ...(certificates !== undefined && { certificates }),
  };
}
