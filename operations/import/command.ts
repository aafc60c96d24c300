import { resolve } from "node:path";
import { besideName } from "../beside-name";
import { backCommand } from "../database-commands";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { findDatabase, databaseOptions, readArguments } from "../stack";
import { componentsIn, readState } from "../state";
import type { Context } from "../context/context";
import { usageOf } from "../usage";
import { contentsIn, makeBeside, removeBeside, revoke, tablesIn, type Target } from "./destination";
import { importInto } from "./import";
import { sourceOf } from "./source";

/** The dump, and where it goes. @throws UserError that names what is wrong with the arguments, or with the file */
export function readImport(args: string[]) {
  const usage = usageOf("import");
  const wrong = (what: string) => new UserError(say().stack.wrongCall(what, usage));
  const { values, positionals } = readArguments(
    args,
    { ...databaseOptions, beside: { type: "boolean" } } as const,
    usage,
  );
  const [file, ...more] = positionals;
  if (file === undefined) throw wrong(say().imports.whichDump);
  if (more.length > 0) throw wrong(say().imports.oneDump(positionals));
  return { values, file, source: sourceOf(resolve(process.env["INIT_CWD"] ?? ".", file)) };
}

/**
 * `npm run import -- FILE`: a dump that another server made, into the application's database, which must be empty, or into a new one beside
 * it. All of it belongs to the owner of the schema afterwards, and the application's role can work with it. What failed leaves nothing.
 */
export async function importDump(args: string[], context: Context): Promise<void> {
  const { values, file, source } = readImport(args);
  const target = await findTarget(values, context);
  const name = values.beside ? besideName(target.database, "import", new Date()) : target.database;
  if (values.beside) await makeBeside(target, name);
  else refuseFull(target, await contentsIn(target), file);
  const into = { ...target, database: name };
  try {
    const { leftOut } = await importInto(into, source);
    if (values.beside) await revoke(target, name);
    console.log(report(into, target, await tablesIn(into), leftOut).join("\n"));
  } catch (error) {
    const left = values.beside
      ? await removeBeside(target, name).then(
          () => [],
          () => undefined,
        )
      : await contentsIn(target).catch(() => undefined);
    throw failed(error as Error, name, left);
  }
}

/** @param left what is in the database afterwards; undefined when that could not be looked at */
export const failed = ({ message }: Error, database: string, left: string[] | undefined): UserError =>
  new UserError(say().imports.failed({ database, left, why: message }));

async function findTarget(values: { database?: string }, context: Context): Promise<Target> {
  const found = await findDatabase(values, context);
  const { state } = await readState(context);
  const known = componentsIn(state, found.product.component);
  const { owner, app } = known.find(({ name }) => name === found.service) ?? {};
  if (owner === undefined || app === undefined)
    throw new UserError(say().imports.unknownRoles(found.stack, found.service));
  return { ...found, owner, app };
}

/** @throws UserError that names what is in the database */
export function refuseFull({ database }: Pick<Target, "database">, contents: string[], file: string): void {
  if (contents.length > 0) throw new UserError(say().imports.notEmpty({ database, has: contents, file }));
}

function report(into: Target, target: Target, tables: string[], leftOut: number): string[] {
  const { owner, app } = target;
  const texts = say().imports;
  return [
    texts.done({ database: into.database, tables: tables.length, owner, app }),
    ...(leftOut > 0 ? [texts.leftOut(leftOut)] : []),
    ...(into.database === target.database
      ? []
      : [texts.toReplace(target.database, backCommand(target, into.database))]),
    texts.next(target.stack),
  ];
}
