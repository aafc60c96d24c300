import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Product } from "../components/database/product/product";
import { productOf } from "../components/database/products";
import { ifAnswered, type Container, type Engine } from "../components/engine/engine";
import { labelled, labelOf, type Wanted } from "../components/engine/labels";
import { silent } from "../components/preflight/silent";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
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
  /** The stack's. */
  engine: Engine;
  /** Makes the `docker` command talk to that engine. */
  environment: Record<string, string>;
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
  const { system, stack, endpoint, environment, engine } = context ?? (await findContext(wanted.stack));
  const found = await containers({ engine }, { system, stack, role: "database" });
  const isWanted = (name: string | undefined) => wanted.database === undefined || wanted.database === name;
  const chosen = found.filter((each) => isWanted(labelOf(each, "service")));
  const names = found.map((each) => labelOf(each, "service") ?? "");
  const [container] = chosen;
  if (!container || chosen.length > 1)
    throw new UserError(
      names.length === 0
        ? say().stack.noDatabase({ stack, system, endpoint })
        : wanted.database !== undefined && chosen.length === 0
          ? say().stack.noSuchDatabase({ stack, wanted: wanted.database, databases: names })
          : say().stack.whichDatabase(stack, names),
    );
  const { name } = container;
  const product = productOf(labelOf(container, "engine"));
  const database = labelOf(container, "database");
  if (!product || database === undefined) throw new UserError(say().stack.withoutBackups(name, stack));
  const service = labelOf(container, "service") ?? "";
  return { system, stack, service, container: name, product, database, engine, environment };
}

/**
 * The containers of a stack that have these labels, the first made first.
 *
 * @param options.running only those that run. Default: all
 * @param options.volume only those that use this volume. Default: all
 * @throws UserError when the engine does not answer: that must not pass for a stack that has none
 */
export async function containers(
  { engine }: Pick<StackDatabase, "engine">,
  labels: Wanted,
  { running = false, volume }: { running?: boolean; volume?: string } = {},
): Promise<Container[]> {
  const asked = engine.containers(labelled(labels), { ...(volume !== undefined && { volume }) });
  const listed = await answered(engine, asked);
  const wanted = listed.filter(({ status }) => !running || status === "running");
  // One that went meanwhile is left out.
  const found = await answered(engine, Promise.all(wanted.map(({ id }) => engine.container(id))));
  return found.filter((each) => each !== undefined).sort((a, b) => a.created - b.created);
}

/** @throws UserError when the engine does not answer, in the words of a release, which would be refused by the same */
export function answered<Answer>({ environment }: Engine, question: Promise<Answer>): Promise<Answer> {
  return ifAnswered(question, (failed) => {
    throw failed.status === 0 ? new UserError(silent(environment, failed)) : failed;
  });
}
