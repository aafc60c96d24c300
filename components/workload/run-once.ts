import { setTimeout as pause } from "node:timers/promises";
import { say } from "../../messages/say";
import { fewRights } from "./few-rights";
import { needles, redact } from "../engine/redact";
import { EngineFailed, ifAnswered, outcomeOf, type ContainerConfig, type Engine } from "../engine/engine";
import { Lines } from "../engine/lines";
import { assigned } from "./assignments";
import { clearAway } from "./clear-away";

/** A command that runs once in a container, as plain values. `files` holds secrets. */
export interface Once {
  /** Name of the container. */
  name: string;
  image: string;
  network: string;
  labels: Record<string, string>;
  /** Plain settings, as environment variables. */
  settings: Record<string, string>;
  /** Names of volumes by path in the container. */
  volumes: Record<string, string>;
  /** MiB. */
  memory: number;
  /** The command and its arguments, after what waits for the settings file. */
  command: string[];
  /** Contents by path in the container. */
  files: Record<string, string>;
  /** The one of them that is handed over last: secret settings, as a shell reads them. */
  settingsFile: string;
  /** Values in that file which are no secrets, as the name of a role: they stay in lines that are shown. */
  shown?: string[];
}

const mebibyte = 2 ** 20;

/** What its container is made of. Its secrets are no part of it: the engine shows all of this to everyone who may ask it. */
export function containerOf(once: Once): ContainerConfig {
  const { image, network, labels, settings, volumes, memory, command } = once;
  const [program = "", ...words] = command;
  return {
    Image: image,
    Entrypoint: [program],
    Cmd: words,
    Labels: labels,
    Env: Object.entries(settings).map(([name, value]) => `${name}=${value}`),
    Volumes: { "/run/secrets": {} },
    HostConfig: {
      ...fewRights([], network),
      Binds: Object.entries(volumes).map(([path, volume]) => `${volume}:${path}`),
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
      Memory: memory * mebibyte,
      MemorySwap: memory * mebibyte,
      Tmpfs: { "/tmp": "" },
    },
  };
}

/**
 * Runs a command in a container of its own and hands on each line of its output, without the secrets that it was given. The container
 * is removed when the command ends or this program is told to end; one left by a killed program is removed by the next run.
 *
 * @returns its exit code; 1 when it could not be started, with the reason as lines
 */
export async function runOnce(once: Once, engine: Engine, show: (line: string) => void): Promise<number> {
  const hidden = hiddenOf(once);
  const onLine = (line: string) => show(redact(line, hidden));
  let created: Promise<string> | undefined;
  const remove = async () => {
    const id = await created?.catch(() => undefined);
    if (id) await engine.remove(id).catch(() => undefined);
  };
  const onSignal = () => void remove().finally(() => process.exit(1));
  const signals = ["SIGHUP", "SIGINT", "SIGTERM"] as const;
  signals.forEach((signal) => process.on(signal, onSignal));
  try {
    await clearAway(engine, once);
    created = engine.create(once.name, containerOf(once));
    const id = await created;
    const code = await follow(id, once, engine, onLine);
    if (code !== 0) onLine(say().workload.endedWith(code));
    return code;
  } catch (error) {
    (error as Error).message.split("\n").forEach(onLine);
    return 1;
  } finally {
    await remove();
    signals.forEach((signal) => process.off(signal, onSignal));
  }
}

/** Starts a container, hands it its files and each line of what it writes on. @returns its exit code */
async function follow(
  id: string,
  once: Once,
  engine: Engine,
  onLine: (line: string) => void,
): Promise<number> {
  let shown = 0;
  const show = (line: string) => {
    shown++;
    onLine(line);
  };
  const [stdout, stderr] = [new Lines(show), new Lines(show)];
  const written = await engine.attach(id, (stream, chunk) =>
    (stream === "stdout" ? stdout : stderr).add(chunk),
  );
  let isCutOff = false;
  try {
    await engine.start(id);
    const { [once.settingsFile]: settings = "", ...others } = once.files;
    for (const [path, content] of Object.entries(others)) await handOver(engine, id, path, content);
    await handOver(engine, id, once.settingsFile, settings);
    isCutOff = await ifAnswered(
      written.ended.then(() => false),
      () => true,
    );
    const code = await endOf(id, engine);
    if (isCutOff) (await missed(id, engine, shown)).forEach(onLine);
    return code;
  } finally {
    // Of a connection that was lost, the log has the line that was cut.
    if (!isCutOff) for (const lines of [stdout, stderr]) lines.end();
  }
}

/** The lines of a container's log after those that were shown; why, where it cannot be read. */
async function missed(id: string, engine: Engine, shown: number): Promise<string[]> {
  const log = engine.logs(id).then((text) => text.split("\n").slice(shown));
  return (await ifAnswered(log, ({ message }) => [message])).filter((line) => line !== "");
}

/** How often an engine is asked that is not reached, and after how many milliseconds again. */
const [attempts, moment] = [24, 5_000];

/** Waits for the end of a container, also over lost connections: a command that changes a database must not be cut off by one. */
async function endOf(id: string, engine: Engine): Promise<number> {
  for (let attempt = 1; ; attempt++)
    try {
      return await engine.ended(id);
    } catch (error) {
      if (!(error instanceof EngineFailed) || error.status !== 0 || attempt === attempts) throw error;
      await pause(moment);
    }
}

/** A command may print what it was given, as a client does its address with the password when it cannot connect. */
function hiddenOf({ files, settingsFile, shown = [] }: Once): string[] {
  const { [settingsFile]: settings = "", ...others } = files;
  return needles([...assigned(settings).filter((value) => !shown.includes(value)), ...Object.values(others)]);
}

/** Writes a file as root, so that the command cannot change it, and whole or not at all. */
async function handOver(engine: Engine, container: string, path: string, content: string): Promise<void> {
  const script = 'umask 022; cat >"$1.new" && mv "$1.new" "$1"';
  const { code, both } = await outcomeOf(
    engine.exec(container, ["sh", "-c", script, "sh", path], { stdin: content, user: "0" }),
  );
  if (code === 0) return;
  const what = say().workload.notHandedOver({ path, container: container.slice(0, 12) });
  throw new Error([what, ...both.split("\n").filter((line) => line !== "")].join("\n"));
}
