import { setTimeout as pause } from "node:timers/promises";
import type { Engine } from "../engines";
import { Refusal, saidBy, type Docker, type GuardJob } from "./job";

/**
 * Starts the successor as it will be, image, settings and limits, but on an empty folder and without a network, and asks it. Its container
 * removes itself when it ends, and ends by itself when this program was killed.
 *
 * @param question shell command inside the container, run when the server answers
 * @returns what the question printed
 * @throws Refusal with the server's last lines when it ends, or does not answer in the time that a start may take
 */
export async function tryOut(
  job: GuardJob,
  engine: Engine,
  docker: Docker,
  question: string,
): Promise<string> {
  const container = `${job.container}-trial`;
  await removeOwn(job, docker, container);
  let log: string | undefined;
  const ended = docker(...trialCommand(job, engine, container)).then(
    (said) => (log = said),
    (error: unknown) => (log = saidBy(error)),
  );
  const late = new AbortController();
  try {
    const answer = await Promise.race([
      ended.then(() => undefined),
      ask(docker, container, engine, job, question, () => log !== undefined),
      pause(job.timeout * 1000, undefined, { signal: late.signal }),
    ]);
    if (answer !== undefined) return answer;
    log ??= await docker("logs", container).catch(saidBy);
    throw new Refusal(refusal(job, log));
  } finally {
    late.abort();
    await removeOwn(job, docker, container).catch(() => undefined);
    await ended;
  }
}

/**
 * Removes a trial, also one of a guard that was killed, by its id.
 *
 * @throws Refusal when another's container has its name, which may be that of a database of this very stack
 */
async function removeOwn({ name, labels }: GuardJob, docker: Docker, container: string): Promise<void> {
  const format = '{"id":{{json .Id}},"labels":{{json .Config.Labels}}}';
  const answer = await docker("container", "inspect", "--format", format, container).catch(
    (error: unknown) => {
      if (/no such container/i.test(saidBy(error))) return "";
      throw error;
    },
  );
  if (answer === "") return;
  const found = JSON.parse(answer) as { id: string; labels: Record<string, string> | null };
  const own = Object.entries(found.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  if (!labels.every((label) => own.includes(label)))
    throw new Refusal(
      `The successor of database ${name} is tried in a container ${container}, and another container has that name, which is left as it is.\n` +
        `fix: give one of the two another name; docker inspect ${container} says whose it is`,
    );
  await docker("rm", "--force", "--volumes", found.id);
}

/** `docker run` of the successor on an empty folder. */
export function trialCommand(job: GuardJob, engine: Engine, container: string): string[] {
  const { image, environment, labels, memory, shmSize, prologue, flags, timeout } = job;
  const bounds = [
    ...["--memory", `${memory}m`, "--memory-swap", `${memory}m`, "--shm-size", `${shmSize}m`],
    ...["--network", "none", "--read-only", "--security-opt", "no-new-privileges:true", "--cap-drop", "ALL"],
    ...(engine.capabilities ?? []).flatMap((name) => ["--cap-add", name]),
    ...Object.entries(engine.tmpfs).flatMap(([folder, options]) => [
      "--tmpfs",
      options === "" ? folder : `${folder}:${options}`,
    ]),
    ...(engine.capabilities ? [] : ["--user", engine.user]),
  ];
  const start = prologue
    ? ["/bin/sh", "-c", `${prologue} && exec docker-entrypoint.sh "$@"`, "sh"]
    : ["docker-entrypoint.sh"];
  return [
    ...["run", "--rm", "--name", container, ...labels.flatMap((label) => ["--label", label]), ...bounds],
    ...environment.flatMap((variable) => ["--env", variable]),
    ...["--volume", engine.data, "--entrypoint", "timeout", image],
    ...["-s", "KILL", String(timeout + 30), ...start, engine.server, ...flags],
  ];
}

/** Waits inside the container, in one call. There is none to wait in at first. */
async function ask(
  docker: Docker,
  container: string,
  engine: Engine,
  { database }: GuardJob,
  question: string,
  isOver: () => boolean,
): Promise<string | undefined> {
  const command = `until ${engine.query(database)}; do sleep 0.1; done >/dev/null 2>&1; ${question}`;
  while (!isOver()) {
    const answer = await docker("exec", container, "sh", "-c", command).catch(() => undefined);
    if (answer !== undefined) return answer;
    await pause(100);
  }
  return undefined;
}

function refusal({ name, memory, timeout }: GuardJob, log: string): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.filter(
    (line) => /\b(fatal|error|panic|detail|hint):|\[error\]/i.test(line) && !line.startsWith("initdb:"),
  );
  const shown = (telling.length > 0 ? telling : lines).slice(-6);
  return [
    `The server of database ${name} does not start with its settings; it was tried on an empty folder, with ${memory} MiB of memory, for at most ${timeout} s:`,
    ...(shown.length > 0 ? shown : ["it said nothing: was it killed because it needs more memory?"]).map(
      (line) => `  | ${line}`,
    ),
    `fix: correct the settings or the memory of database ${name}`,
  ].join("\n");
}
