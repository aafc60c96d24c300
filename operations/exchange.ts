import { inContainer } from "./backup";
import { backCommand, dropCommand, finishCommand } from "./database-commands";
import { restartServices, servicesOf, untilHealthy } from "./services";
import { terminalSignals } from "./kernel/run";
import type { Inspected, StackDatabase } from "./stack";

export interface Exchange {
  /** Database that takes the place. */
  from: string;
  /** Name under which the old one is kept. */
  kept: string;
  /** Migrations that the services may miss afterwards. */
  migrations: string[];
}

/**
 * Exchanges two databases inside their server, which keeps everybody out for that moment, and restarts the services that use them. The
 * server brings the exchange to its end without this process, and no service is stopped for it.
 *
 * @param services those that use them. Default: they are looked for
 */
export async function exchange(target: StackDatabase, to: Exchange, services?: Inspected[]): Promise<void> {
  services ??= await servicesOf(target);
  const restarted = services;
  await withoutInterrupts(async () => {
    const variables = { TARGET: to.from, KEPT: to.kept };
    const { stderr } = await inContainer(target, "switch", variables, { apart: true });
    if (stderr !== "") console.error(stderr);
    await restartServices(target, restarted);
  });
  const trouble = await untilHealthy(target, services);
  if (trouble === undefined || trouble.length > 0) {
    console.error(
      trouble === undefined
        ? "The health of the services could not be checked.\n  fix: npm run doctor, once the engine answers"
        : unhealthy(target, trouble, to).join("\n"),
    );
    process.exitCode = 1;
  }
  console.log(
    [
      `Database ${target.database} now holds what was ${to.from}.`,
      `The previous one is kept as ${to.kept}. To go back to it: ${backCommand(target, to.kept)}`,
      `To delete it, when it is no longer needed: ${dropCommand(target, to.kept)}`,
    ].join("\n"),
  );
}

/** Does something to its end, whatever asks this process to end and whether or not its terminal is still there. */
export async function withoutInterrupts<T>(act: () => Promise<T>): Promise<T> {
  const later = (signal: string) => console.error(`${signal}: finishing the exchange first.`);
  const noTerminal = () => undefined;
  for (const stream of [process.stdout, process.stderr]) stream.on("error", noTerminal);
  for (const signal of terminalSignals) process.on(signal, later);
  try {
    return await act();
  } finally {
    for (const signal of terminalSignals) process.off(signal, later);
  }
}

/** What to do when services are not as healthy after an exchange as before it. */
export function unhealthy(
  target: Pick<StackDatabase, "stack" | "service">,
  trouble: string[],
  to: Pick<Exchange, "kept" | "migrations">,
): string[] {
  const back = backCommand(target, to.kept);
  return [
    "Not every service is as healthy as before:",
    ...trouble.map((line) => `  ${line}`),
    ...(to.migrations.length > 0
      ? [
          `  The restored database lacks migrations that they may need: ${to.migrations.join(", ")}.`,
          `  fix: npm run migrate -- apply --stack ${target.stack}`,
          `  or go back to the previous database, which is complete: ${back}`,
        ]
      : [`  fix: go back to the previous database, which is complete: ${back}`]),
  ];
}

/**
 * How things are after an exchange of which this command heard no good end: it may have lost the engine only, and the server goes on by itself.
 *
 * @param there databases beside the one that serves; undefined when that could not be looked at
 */
export function afterFailure(
  target: StackDatabase,
  { from, kept }: Pick<Exchange, "from" | "kept">,
  there: string[] | undefined,
): string[] {
  const { database } = target;
  if (there === undefined)
    return [
      `It could not be checked whether ${from} has replaced ${database}.`,
      `  fix: npm run backups, once the server answers: when it lists ${kept}, the exchange was made; when it lists ${from}, it was not`,
    ];
  if (there.includes(from) && there.includes(kept))
    return [
      `The exchange has not ended: ${from} and ${kept} are both there.`,
      `  fix: ${finishCommand(target)}`,
    ];
  if (there.includes(from))
    return [
      `The restored data is in database ${from}. To replace ${database} with it: ${backCommand(target, from)}`,
      `To delete it instead: ${dropCommand(target, from)}`,
    ];
  if (there.includes(kept))
    return [
      `The exchange was made nevertheless: database ${database} is now what was ${from}, and the one before is kept as ${kept}. Services were not restarted: they may remember what was in it.`,
      `To go back to it: ${backCommand(target, kept)}`,
    ];
  return [`Neither ${from} nor ${kept} is there: look at the server before anything else.`];
}
