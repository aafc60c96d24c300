import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { runScript } from "../script";
import { Interrupts } from "../kernel/interrupts";
import { dropAll, type Target } from "./destination";
import { bytesOf, load, unpacked } from "./load";
import type { Source } from "./source";

/**
 * Loads a dump as the owner of the schema. Where that is no transaction, what a failed one made is dropped
 * again: there was no table before.
 *
 * @returns how many statements were left out
 * @throws UserError with what the database said
 */
export async function importInto(target: Target, source: Source): Promise<{ leftOut: number }> {
  const { engine, container, product, owner, database } = target;
  const { archive, begin, end } = product.dump;
  if (source.kind === "archive" && archive === undefined)
    throw new UserError(say().imports.otherProduct(product.name));
  const reader = product.dump.reader();
  const open = () =>
    source.kind === "archive" && archive !== undefined
      ? unpacked(source.open(), { engine, container, client: archive })
      : { stream: source.open(), complete: Promise.resolve() };
  await runScript(target, "import-room", { BYTES: `${await bytesOf(open())}` });
  const to = { engine, container, client: product.databases.ownerOnly(owner, database) };
  // What asks this command to end fails the load, so that what was made is dropped first.
  const interrupts = new Interrupts();
  try {
    // On one line with the dump's first one: the line numbers of errors are the file's.
    const around = { begin, end: end(target.app) };
    await load(open(), reader, { ...to, ...around, stop: interrupts.signal });
  } catch (error) {
    await dropAll(target).catch((trouble: Error) => together(error as Error, trouble));
    throw error;
  } finally {
    interrupts.release();
  }
  return { leftOut: reader.leftOut() };
}

/** @throws UserError with both: the cause is of use, too */
function together({ message }: Error, trouble: Error): never {
  throw new UserError(`${message}\n${trouble.message}`);
}
