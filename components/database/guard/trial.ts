import { setTimeout as pause } from "node:timers/promises";
import { say } from "../../../messages/say";
import { fewRights } from "../../workload/few-rights";
import { ifAnswered, ifPossible, outcomeOf, type ContainerConfig } from "../../engine/engine";
import type { Product } from "../product/product";
import { labelsOf, printed, refusal, saidBy, type GuardJob, type Needed } from "./job";

/**
 * Starts the successor as it will be, image, settings and limits, but on an empty folder and without a network, and asks it. Its container
 * removes itself when it ends, and ends by itself when this program was killed.
 *
 * @param question shell command inside the container, run when the server answers
 * @returns what the question printed
 * @throws UserError with the server's last lines when it ends, or does not answer in the time that a start may take
 */
export async function tryOut(
  job: GuardJob,
  product: Product,
  engine: Needed,
  question: string,
): Promise<string> {
  const container = `${job.container}-trial`;
  // Of a guard that was killed.
  await removeOwn(engine, job, container);
  await refuseTaken(engine, job, container);
  let log: string | undefined;
  const ended = outcomeOf(engine.run(trialConfig(job, product), container)).then(
    (ran) => (log = saidBy(ran)),
  );
  const late = new AbortController();
  try {
    const answer = await Promise.race([
      ended.then(() => undefined),
      ask(engine, container, product, job, question, () => log !== undefined),
      pause(patience(job) * 1000, undefined, { signal: late.signal }),
    ]);
    if (answer !== undefined) return answer;
    log ??= await ifAnswered(engine.logs(container), ({ message }) => message);
    const { name, memory } = job;
    throw refusal(
      say().database.guard.doesNotStart({ name, memory, seconds: patience(job), lines: tellingOf(log) }),
    );
  } finally {
    late.abort();
    await removeOwn(engine, job, container);
    await ended;
  }
}

/** Removes a trial by its id: its name may be that of somebody's server, such as one of another stack whose name goes on where ours ends. */
async function removeOwn(engine: Needed, { labels }: GuardJob, container: string): Promise<void> {
  const own = await ifAnswered(engine.containers(labels), () => []);
  for (const { id, name } of own) if (name === container) await ifPossible(engine.remove(id));
}

/** @throws UserError when the name of the trial belongs to something else */
async function refuseTaken(engine: Needed, { name }: GuardJob, container: string): Promise<void> {
  const found = await engine.container(container);
  if (found) throw refusal(say().database.guard.trialTaken({ name, container, id: found.id.slice(0, 12) }));
}

/** The successor on an empty folder. */
export function trialConfig(job: GuardJob, product: Product): ContainerConfig {
  const { image, environment, memory, shmSize, prologue, flags } = job;
  const start = prologue
    ? ["/bin/sh", "-c", `${prologue} && exec docker-entrypoint.sh "$@"`, "sh"]
    : ["docker-entrypoint.sh"];
  return {
    Image: image,
    ...(!product.capabilities && { User: product.user }),
    Labels: labelsOf(job),
    Env: environment,
    Volumes: { [product.data]: {} },
    Entrypoint: ["timeout"],
    Cmd: ["-s", "KILL", String(patience(job) + 30), ...start, product.server, ...flags],
    HostConfig: {
      ...{ Memory: bytes(memory), MemorySwap: bytes(memory), ShmSize: bytes(shmSize) },
      ...fewRights(product.capabilities),
      Tmpfs: product.tmpfs,
    },
  };
}

/** Waits inside the container, in one call. There is none to wait in at first. */
async function ask(
  engine: Needed,
  container: string,
  product: Product,
  { database }: GuardJob,
  question: string,
  isOver: () => boolean,
): Promise<string | undefined> {
  const command = `until ${product.query(database)}; do sleep 0.1; done >/dev/null 2>&1; ${question}`;
  while (!isOver()) {
    const answer = printed(await outcomeOf(engine.exec(container, ["sh", "-c", command])));
    if (answer !== undefined) return answer;
    await pause(100);
  }
  return undefined;
}

const bytes = (mebibytes: number) => mebibytes * 1024 * 1024;

/** Seconds for a trial: it makes a database first, which a start over existing data does not. */
const patience = ({ timeout }: GuardJob) => Math.max(timeout, 60);

/** The last lines that tell why a server ended; else its last ones. */
function tellingOf(log: string): string[] {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.filter(
    (line) => /\b(fatal|error|panic|detail|hint):|\[error\]/i.test(line) && !line.startsWith("initdb:"),
  );
  return (telling.length > 0 ? telling : lines).slice(-6);
}
