import { dockerWord } from "../components/engine/docker-word";
import type { Problem } from "../messages/problem";
import { problemText } from "../messages/render";
import { say } from "../messages/say";
import { runScript } from "./script";
import { backCommand, dropCommand, finishCommand } from "./database-commands";
import { notRestarted, restartServices, servicesOf, untilHealthy } from "./services";
import { terminalSignals } from "./kernel/interrupts";
import type { StackDatabase } from "./stack";

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
 */
export async function exchange(target: StackDatabase, to: Exchange): Promise<void> {
  const services = await withoutInterrupts(async () => {
    const found = await servicesOf(target);
    const variables = { TARGET: to.from, KEPT: to.kept };
    const { stderr } = await runScript(target, "switch", variables);
    if (stderr !== "") console.error(stderr);
    await restartServices(target, found);
    return found;
  });
  const trouble = await untilHealthy(target, services);
  const texts = say().restore.exchange;
  const left = await notRestarted(target, services);
  if (left.length > 0) {
    const restart = `${dockerWord(target.environment)} restart ${left.join(" ")}`;
    console.error(problemText(texts.notRestarted(left, restart)));
    process.exitCode = 1;
  }
  if (trouble === undefined || trouble.length > 0) {
    console.error(
      trouble === undefined
        ? problemText(texts.healthUnknown())
        : problemText(unhealthy(target, trouble, to)),
    );
    process.exitCode = 1;
  }
  console.log(
    [
      texts.done(target.database, to.from),
      texts.kept(to.kept, backCommand(target, to.kept)),
      say().restore.toDeleteLater(dropCommand(target, to.kept)),
    ].join("\n"),
  );
}

/** Does something to its end, whatever asks this process to end and whether or not its terminal is still there. */
export async function withoutInterrupts<T>(act: () => Promise<T>): Promise<T> {
  const later = (signal: string) => console.error(say().restore.exchange.finishesFirst(signal));
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
  { kept, migrations }: Pick<Exchange, "kept" | "migrations">,
): Problem {
  const back = backCommand(target, kept);
  return say().restore.exchange.unhealthy({ trouble, migrations, stack: target.stack, back });
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
  const texts = say().restore.exchange;
  if (there === undefined) return [problemText(texts.unknown({ from, kept, database }))];
  if (there.includes(from) && there.includes(kept))
    return [problemText(texts.unfinished({ from, kept, finish: finishCommand(target) }))];
  if (there.includes(from))
    return [
      texts.notMade({ from, database, command: backCommand(target, from) }),
      texts.toDeleteInstead(dropCommand(target, from)),
    ];
  if (there.includes(kept))
    return [texts.made({ from, kept, database }), texts.toGoBack(backCommand(target, kept))];
  return [texts.lost(from, kept)];
}
