import { inContainer } from "./backup";
import { confirm } from "./confirm";
import { lossOf, migrationsSince, parseNow, type Now } from "./loss";
import { age, findManifest, readManifests, verified, type Manifest } from "./manifests";
import { servicesOf, startServices, stopServices } from "./services";
import { findDatabase, nameOf, readArguments, type Inspected, type StackDatabase } from "./stack";

const usage =
  "npm run restore -- ID|latest [--yes] [--stack NAME] [--database NAME]   or: npm run restore -- --back KEPT [--yes]";

/**
 * `npm run restore -- ID`: says what will be lost, restores into a new database of the same server, compares that with the manifest,
 * and only then stops the services and puts it in the place of the old one, which is kept under another name.
 */
export async function restore(args: string[]): Promise<void> {
  const options = { yes: { type: "boolean" }, back: { type: "string" } } as const;
  const { values, positionals } = readArguments(args, options, usage);
  const target = await findDatabase(values);
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "_");
  const kept = nameFor(target.database, "before", stamp);
  const services = await servicesOf(target);
  const yes = values.yes ?? false;
  if (values.back !== undefined) {
    console.log(
      `Database ${target.database} gets back what is kept as ${values.back}; what it has now is kept as ${kept}.`,
    );
    await confirm(`Type ${target.database} to go on:`, target.database, yes);
    return exchange(target, services, { from: values.back, kept, migrations: [], discard: false });
  }

  const manifest = findManifest(await readManifests(target), positionals[0]);
  const now = parseNow((await inContainer(target, "loss", { ID: manifest.id })).stdout);
  console.log(announcement(target, manifest, now, services, kept).join("\n"));
  await confirm(`Type ${target.database} to restore it:`, target.database, yes);
  const from = nameFor(target.database, "restore", stamp);
  console.log(`Restoring into the new database ${from}; ${target.database} serves on.`);
  await inContainer(target, "restore", { ID: manifest.id, TARGET: from });
  console.log("Restored: tables, rows and migration head are as the manifest says.");
  await exchange(target, services, { from, kept, migrations: migrationsSince(manifest, now), discard: true });
}

/** A name beside a database's own, in the length that every engine takes. */
function nameFor(database: string, what: string, stamp: string): string {
  return `${database.slice(0, 36)}_${what}_${stamp}`;
}

function announcement(
  target: StackDatabase,
  manifest: Manifest,
  now: Now,
  services: Inspected[],
  kept: string,
): string[] {
  const since = migrationsSince(manifest, now);
  return [
    `Restore of backup ${manifest.id} of database ${target.database}, stack ${target.stack}:`,
    `  taken ${age(manifest, new Date())} ago, ${manifest.reason}; release ${manifest.release ?? "unknown"}; verified: ${verified(manifest)}`,
    "What differs from now (rows that were only changed are not seen by counting):",
    ...lossOf(manifest, now).map((line) => `  ${line}`),
    ...(since.length > 0
      ? [
          `The backup is older than these migrations: ${since.join(", ")}.`,
          `  Its ledger does not have them: npm run migrate -- apply --stack ${target.stack} runs them again, before today's services work with it.`,
        ]
      : []),
    `Stopped for the exchange: ${services.map(nameOf).join(", ") || "no service"}.`,
    `The database of now is kept as ${kept}.`,
  ];
}

export interface Exchange {
  /** Database that takes the place. */
  from: string;
  /** Delete it when the exchange fails. */
  discard: boolean;
  /** Name under which the old one is kept. */
  kept: string;
  /** Migrations that the services may miss afterwards. */
  migrations: string[];
}

/** Stops the services, exchanges the databases and starts the services, whatever happens between. */
async function exchange(target: StackDatabase, services: Inspected[], to: Exchange): Promise<void> {
  // Between stop and start an interrupt must not end this process; what it interrupts fails, and the services are started.
  const later = () => console.log("Interrupted: the services are started first.");
  process.on("SIGINT", later);
  let done = false;
  try {
    await stopServices(target, services);
    await inContainer(target, "switch", {
      ...{ TARGET: to.from, KEPT: to.kept },
      DISCARD: to.discard ? "yes" : "",
    });
    done = true;
  } finally {
    const trouble = await startServices(target, services);
    process.off("SIGINT", later);
    if (trouble.length > 0) console.error(unhealthy(target, trouble, done ? to : undefined).join("\n"));
    if (done && trouble.length > 0) process.exitCode = 1;
  }
  console.log(
    [
      `Database ${target.database} is now what was ${to.from}.`,
      `The one before is kept as ${to.kept}. To go back to it: ${backCommand(target, to.kept)}`,
      `To delete it, when it is no longer needed: ${dropCommand(target, to.kept)}`,
    ].join("\n"),
  );
}

/**
 * What to do when services are not as healthy after an exchange as before it.
 *
 * @param to the exchange, if it was made
 */
export function unhealthy(
  target: Pick<StackDatabase, "stack" | "service">,
  trouble: string[],
  to?: Pick<Exchange, "kept" | "migrations">,
): string[] {
  const lines = ["Not every service is as healthy as it was:", ...trouble.map((line) => `  ${line}`)];
  if (!to) return lines;
  if (to.migrations.length > 0)
    lines.push(
      `  The restored database lacks migrations that they may need: ${to.migrations.join(", ")}.`,
      `  fix: npm run migrate -- apply --stack ${target.stack}`,
      `  or go back to the database of before, which is whole: ${backCommand(target, to.kept)}`,
    );
  else
    lines.push(`  fix: go back to the database of before, which is whole: ${backCommand(target, to.kept)}`);
  return lines;
}

function backCommand({ stack, service }: Pick<StackDatabase, "stack" | "service">, kept: string): string {
  return `npm run restore -- --back ${kept} --stack ${stack} --database ${service}`;
}

function dropCommand({ container, engine }: StackDatabase, name: string): string {
  const client =
    engine.product === "PostgreSQL"
      ? `dropdb -U postgres ${name}`
      : `${engine.product === "MySQL" ? "mysqladmin" : "mariadb-admin"} -u mysql drop -f ${name}`;
  return `docker exec ${container} ${client}`;
}
