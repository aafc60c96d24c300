import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Product } from "../components/database/product/product";
import { productOf } from "../components/database/products";
import { labelFilters, labelPrefix, type Wanted } from "../components/engine/labels";
import { saidOf } from "../components/engine/docker";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import type { RunOptions, RunResult } from "./kernel/run";
import { findContext, type Context } from "./context/context";

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

/**
 * Finds the database of a stack by the labels of its container.
 *
 * @param context of the stack. Default: that of the one which is wanted
 * @throws UserError when no stack, no engine or no database is found, or more than one
 */
export async function findDatabase(
  wanted: { stack?: string; database?: string },
  context?: Context,
): Promise<StackDatabase> {
  const { system, stack, endpoint, environment, docker } = context ?? (await findContext(wanted.stack));
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
