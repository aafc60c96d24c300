import { say } from "../messages/say";
import { runScript } from "./script";
import { restoreBeside } from "./beside";
import { besideName } from "./beside-name";
import { confirm } from "./confirm";
import { afterFailure, exchange, withoutInterrupts } from "./exchange";
import { leftoversOf, refuseUnknown } from "./leftovers";
import { lossOf, migrationsSince, parseNow, type Now } from "./loss";
import { age, findManifest, fromTheFuture, readManifests, verified, type Manifest } from "./manifests";
import { servicesOf } from "./services";
import type { Container } from "../components/engine/engine";
import { UserError } from "../components/engine/user-error";
import type { Context } from "./context/context";
import { findDatabase, databaseOptions, readArguments, type StackDatabase } from "./stack";
import { usageOf } from "./usage";

const options = {
  ...databaseOptions,
  yes: { type: "boolean" },
  back: { type: "string" },
  beside: { type: "boolean" },
  table: { type: "string" },
  finish: { type: "boolean" },
} as const;

/** What is to be restored. @throws UserError that names what is wrong with the arguments */
export function readRestore(args: string[]) {
  const usage = usageOf("restore");
  const { values, positionals } = readArguments(args, options, usage);
  const [id, ...more] = positionals;
  const { finish = false, back, beside = false, table } = values;
  const { oneBackup, notTogether, whichBackup } = say().restore;
  const wrong = (what: string) => new UserError(say().stack.wrongCall(what, usage));
  if (more.length > 0) throw wrong(oneBackup(positionals));
  const others = [id, beside || undefined, table].some((each) => each !== undefined);
  if ((finish && (back !== undefined || others)) || (back !== undefined && others)) throw wrong(notTogether);
  if (id === undefined && !finish && back === undefined) throw wrong(whichBackup);
  return { values, id };
}

/** `npm run restore`: a backup in the place of a database or beside it; back to what was kept; an interrupted exchange to its end. */
export async function restore(args: string[], context?: Context): Promise<void> {
  const { values, id } = readRestore(args);
  const target = await findDatabase(values, context);
  if (values.finish) {
    const finish = () => runScript(target, "finish", {});
    const { stdout, stderr } = await withoutInterrupts(finish);
    if (stderr !== "") console.error(stderr);
    return console.log(stdout);
  }
  const now = new Date();
  const kept = besideName(target.database, "before", now);
  const yes = values.yes ?? false;
  if (values.back !== undefined) return goBack(target, values.back, kept, yes);
  const manifest = findManifest(await readManifests(target), id);
  if (values.beside || values.table !== undefined)
    return restoreBeside(target, manifest, besideName(target.database, "beside", now), values.table);
  await restoreInPlace(target, manifest, { from: besideName(target.database, "restore", now), kept }, yes);
}

async function goBack(target: StackDatabase, from: string, kept: string, yes: boolean): Promise<void> {
  refuseUnknown(target, from, (await leftoversOf(target)).databases);
  const { goesBack, typeToContinue } = say().restore;
  console.log(goesBack({ database: target.database, from, kept }));
  await confirm(typeToContinue(target.database), target.database, yes);
  await exchange(target, { from, kept, migrations: [] }).catch(async (error: unknown) => {
    const names = await besideNow(target);
    // Both as they were: the server's own message says so.
    if (!names?.includes(from) || names.includes(kept))
      console.error(afterFailure(target, { from, kept }, names).join("\n"));
    throw error;
  });
}

/**
 * Says what will be lost, restores into a new database of the same server, compares that with the manifest, and only then puts it in
 * the place of the old one, which is kept under another name.
 */
async function restoreInPlace(
  target: StackDatabase,
  manifest: Manifest,
  { from, kept }: { from: string; kept: string },
  yes: boolean,
): Promise<void> {
  const { stdout, stderr } = await runScript(target, "loss", { ID: manifest.id });
  if (stderr !== "") console.error(stderr);
  const now = parseNow(stdout);
  console.log(announcement(target, manifest, now, await servicesOf(target), kept).join("\n"));
  await confirm(say().restore.typeToRestore(target.database), target.database, yes);
  console.log(say().restore.begins(from, target.database));
  await runScript(target, "restore", { ID: manifest.id, TARGET: from });
  try {
    console.log(say().restore.matches);
    await exchange(target, { from, kept, migrations: migrationsSince(manifest, now) });
  } catch (error) {
    console.error(afterFailure(target, { from, kept }, await besideNow(target)).join("\n"));
    throw error;
  }
}

/** Databases beside the one that serves; undefined when they cannot be looked at. */
function besideNow(target: StackDatabase): Promise<string[] | undefined> {
  return leftoversOf(target).then(
    ({ databases }) => databases.map(({ name }) => name),
    () => undefined,
  );
}

function announcement(
  target: StackDatabase,
  manifest: Manifest,
  now: Now,
  services: Container[],
  kept: string,
): string[] {
  const since = migrationsSince(manifest, now);
  const { database, stack } = target;
  const { id, reason, release } = manifest;
  const texts = say().restore;
  const today = new Date();
  const taken = {
    age: fromTheFuture(manifest, today) ? undefined : age(manifest, today),
    reason,
    release,
    verified: verified(manifest),
  };
  return [
    texts.title({ backup: id, database, stack }),
    `  ${texts.taken(taken)}`,
    texts.differs,
    ...lossOf(manifest, now).map((line) => `  ${line}`),
    ...(since.length > 0 ? [texts.olderThan(since), `  ${texts.runsAgain(stack)}`] : []),
    texts.restarts(services.map(({ name }) => name)),
    texts.keptAs(kept),
  ];
}
