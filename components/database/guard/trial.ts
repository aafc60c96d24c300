import { setTimeout as pause } from "node:timers/promises";
import { say } from "../../../messages/say";
import type { Product } from "../product/product";
import { refusal, saidBy, type Docker, type GuardJob } from "./job";

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
  docker: Docker,
  question: string,
): Promise<string> {
  const container = `${job.container}-trial`;
  // Of a guard that was killed.
  await removeOwn(docker, job, container);
  await refuseTaken(docker, job, container);
  let log: string | undefined;
  const ended = docker(...trialCommand(job, product, container)).then(
    (said) => (log = said),
    (error: unknown) => (log = saidBy(error)),
  );
  const late = new AbortController();
  try {
    const answer = await Promise.race([
      ended.then(() => undefined),
      ask(docker, container, product, job, question, () => log !== undefined),
      pause(patience(job) * 1000, undefined, { signal: late.signal }),
    ]);
    if (answer !== undefined) return answer;
    log ??= await docker("logs", container).catch(saidBy);
    const { name, memory } = job;
    throw refusal(
      say().database.guard.doesNotStart({ name, memory, seconds: patience(job), lines: tellingOf(log) }),
    );
  } finally {
    late.abort();
    await removeOwn(docker, job, container);
    await ended;
  }
}

/** Removes a trial by its id: its name may be that of somebody's server, such as one of another stack whose name goes on where ours ends. */
async function removeOwn(docker: Docker, { labels }: GuardJob, container: string): Promise<void> {
  const filters = labels.flatMap((label) => ["--filter", `label=${label}`]);
  const ids = await named(docker, container, ...filters).catch(() => []);
  if (ids.length > 0) await docker("rm", "--force", "--volumes", ...ids).catch(() => undefined);
}

/** @throws UserError when the name of the trial belongs to something else */
async function refuseTaken(docker: Docker, { name }: GuardJob, container: string): Promise<void> {
  const [id] = await named(docker, container);
  if (id === undefined) return;
  throw refusal(say().database.guard.trialTaken({ name, container, id: id.slice(0, 12) }));
}

async function named(docker: Docker, container: string, ...filters: string[]): Promise<string[]> {
  const list = [
    "ps",
    "--all",
    "--no-trunc",
    "--format",
    "{{.ID}} {{.Names}}",
    "--filter",
    `name=${container}`,
  ];
  // The filter takes parts of a name too, and engines differ in how a whole one is asked for.
  const lines = (await docker(...list, ...filters))
    .split("\n")
    .filter((line) => line.endsWith(` ${container}`));
  return lines.map((line) => line.split(" ")[0] ?? "");
}

/** `docker run` of the successor on an empty folder. */
export function trialCommand(job: GuardJob, product: Product, container: string): string[] {
  const { image, environment, labels, memory, shmSize, prologue, flags } = job;
  const bounds = [
    ...["--memory", `${memory}m`, "--memory-swap", `${memory}m`, "--shm-size", `${shmSize}m`],
    ...["--network", "none", "--read-only", "--security-opt", "no-new-privileges:true", "--cap-drop", "ALL"],
    ...(product.capabilities ?? []).flatMap((name) => ["--cap-add", name]),
    ...Object.entries(product.tmpfs).flatMap(([folder, options]) => [
      "--tmpfs",
      options === "" ? folder : `${folder}:${options}`,
    ]),
    ...(product.capabilities ? [] : ["--user", product.user]),
  ];
  const start = prologue
    ? ["/bin/sh", "-c", `${prologue} && exec docker-entrypoint.sh "$@"`, "sh"]
    : ["docker-entrypoint.sh"];
  return [
    ...["run", "--rm", "--name", container, ...labels.flatMap((label) => ["--label", label]), ...bounds],
    ...environment.flatMap((variable) => ["--env", variable]),
    ...["--volume", product.data, "--entrypoint", "timeout", image],
    ...["-s", "KILL", String(patience(job) + 30), ...start, product.server, ...flags],
  ];
}

/** Waits inside the container, in one call. There is none to wait in at first. */
async function ask(
  docker: Docker,
  container: string,
  product: Product,
  { database }: GuardJob,
  question: string,
  isOver: () => boolean,
): Promise<string | undefined> {
  const command = `until ${product.query(database)}; do sleep 0.1; done >/dev/null 2>&1; ${question}`;
  while (!isOver()) {
    const answer = await docker("exec", container, "sh", "-c", command).catch(() => undefined);
    if (answer !== undefined) return answer;
    await pause(100);
  }
  return undefined;
}

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
