import { resolve } from "node:path";
import { besideName } from "../beside-name";
import { UserError } from "../../components/engine/user-error";
import { findDatabase, findStack, databaseOptions, readArguments } from "../stack";
import { componentsIn, readState } from "../state";
import { usageOf } from "../usage";
import { contentsIn, makeBeside, removeBeside, revoke, tablesIn, type Target } from "./destination";
import { importInto } from "./import";
import { sourceOf } from "./source";

const usage = usageOf("import");

/** The dump, and where it goes. @throws UserError that names what is wrong with the arguments, or with the file */
export function readImport(args: string[]) {
  const { values, positionals } = readArguments(
    args,
    { ...databaseOptions, beside: { type: "boolean" } } as const,
    usage,
  );
  const [file, ...more] = positionals;
  if (file === undefined) throw new UserError(`Which dump?\n  usage: ${usage}`);
  if (more.length > 0)
    throw new UserError(`One dump at a time; found ${positionals.join(", ")}\n  usage: ${usage}`);
  return { values, file, source: sourceOf(resolve(process.env["INIT_CWD"] ?? ".", file)) };
}

/**
 * `npm run import -- FILE`: a dump that another server made, into the application's database, which must be empty, or into a new one beside
 * it. All of it belongs to the owner of the schema afterwards, and the application's role can work with it. What failed leaves nothing.
 */
export async function importDump(args: string[]): Promise<void> {
  const { values, file, source } = readImport(args);
  const target = await findTarget(values);
  const { environment } = await findStack(values);
  const name = values.beside ? besideName(target.database, "import", new Date()) : target.database;
  if (values.beside) await makeBeside(target, name);
  else refuseFull(target, await contentsIn(target), file);
  const into = { ...target, database: name };
  try {
    const { leftOut } = await importInto(into, source, environment);
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
export function failed({ message }: Error, database: string, left: string[] | undefined): UserError {
  const kept =
    left === undefined
      ? `whether anything of it is left in database ${database} could not be looked at.`
      : left.length === 0
        ? "nothing of it is kept."
        : `database ${database} is no longer empty: it has ${some(left)}.`;
  return new UserError(`The dump could not be imported; ${kept}\n  ${message.replaceAll("\n", "\n  ")}`);
}

async function findTarget(values: { stack?: string; database?: string }): Promise<Target> {
  const [found, { folder }] = [await findDatabase(values), await findStack(values)];
  const { state } = await readState(folder, found.stack);
  const known = componentsIn(state, found.product.component);
  const { owner, app } = known.find(({ name }) => name === found.service) ?? {};
  if (owner === undefined || app === undefined)
    throw new UserError(
      `The state of stack ${found.stack} does not name the roles of database ${found.service}.\n  fix: pulumi up --stack ${found.stack}`,
    );
  return { ...found, owner, app };
}

/** @throws UserError that names what is in the database */
export function refuseFull({ database }: Pick<Target, "database">, contents: string[], file: string): void {
  if (contents.length === 0) return;
  throw new UserError(
    [
      `Database ${database} is not empty: it has ${some(contents)}. Nothing was changed.`,
      `  fix: npm run import -- ${file} --beside loads it into a new database, which replaces this one only when you ask for it`,
    ].join("\n"),
  );
}

const some = (names: string[]) =>
  names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");

function report(into: Target, target: Target, tables: string[], leftOut: number): string[] {
  const { stack, service } = target;
  const back = `npm run restore -- --back ${into.database} --stack ${stack} --database ${service}`;
  return [
    `Imported into database ${into.database}: ${tables.length} tables and views, which belong to ${target.owner}; ${target.app} works with them.`,
    ...(leftOut > 0
      ? [
          `Left out: ${leftOut} statements about owners, rights and other things of the server that the dump is from.`,
        ]
      : []),
    ...(into.database === target.database
      ? []
      : [
          `${target.database} was not changed. To replace it with the import (the current data is kept): ${back}`,
        ]),
    `Next: npm run migrate -- status --stack ${stack} (baseline marks files whose tables came with the dump); npm run verify -- --stack ${stack}`,
  ];
}
