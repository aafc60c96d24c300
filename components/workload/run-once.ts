import { say } from "../../messages/say";
import { needles, redact } from "../engine/redact";
import { docker } from "../engine/docker";
import { Engine } from "../engine/engine";
import { start } from "../engine/process";
import { theWorld } from "../engine/world";
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

/** The arguments of `docker create`: each value is a word of its own, whatever is in it. */
export function createArguments(once: Once): string[] {
  const { name, image, network, memory, command } = once;
  const each = (option: string, values: Record<string, string>, divider: string) =>
    Object.entries(values).flatMap(([key, value]) => [option, `${key}${divider}${value}`]);
  const volumes = Object.entries(once.volumes).flatMap(([path, volume]) => ["--volume", `${volume}:${path}`]);
  return [
    ...["--name", name, "--network", network, "--read-only", "--tmpfs", "/tmp", "--volume", "/run/secrets"],
    ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges:true", "--restart", "no"],
    ...["--memory", `${memory}m`, "--memory-swap", `${memory}m`],
    ...["--log-driver", "json-file", "--log-opt", "max-size=10m", "--log-opt", "max-file=3"],
    ...each("--label", once.labels, "="),
    ...each("--env", once.settings, "="),
    ...volumes,
    ...["--entrypoint", command[0] ?? "", image, ...command.slice(1)],
  ];
}

/**
 * Runs a command in a container of its own and hands on each line of its output, without the secrets that it was given. The container
 * is removed when the command ends or this program is told to end; one left by a killed program is removed by the next run.
 *
 * @returns its exit code; 1 when it could not be started, with the reason as lines
 */
export async function runOnce(once: Once, show: (line: string) => void): Promise<number> {
  const hidden = hiddenOf(once);
  const onLine = (line: string) => show(redact(line, hidden));
  let created: Promise<string> | undefined;
  const remove = async () => {
    const id = await created?.catch(() => undefined);
    if (id) await docker({}, "rm", "--force", "--volumes", id).catch(() => undefined);
  };
  const onSignal = () => void remove().finally(() => process.exit(1));
  const signals = ["SIGHUP", "SIGINT", "SIGTERM"] as const;
  signals.forEach((signal) => process.on(signal, onSignal));
  try {
    const engine = Engine.of(theWorld);
    await clearAway(engine, once).finally(() => engine.close());
    created = docker({}, "create", ...createArguments(once));
    const id = await created;
    await docker({}, "start", id);
    const { [once.settingsFile]: settings = "", ...others } = once.files;
    for (const [path, content] of Object.entries(others)) await handOver(id, path, content);
    await handOver(id, once.settingsFile, settings);
    const followed = counted(onLine);
    await runDocker(["logs", "--follow", id], followed);
    const code = Number(await docker({}, "wait", id));
    // The engine may end what follows before it wrote a last line that no line's end follows.
    await runDocker(["logs", id], beyond(followed, onLine));
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

/** A command may print what it was given, as a client does its address with the password when it cannot connect. */
function hiddenOf({ files, settingsFile, shown = [] }: Once): string[] {
  const { [settingsFile]: settings = "", ...others } = files;
  return needles([...assigned(settings).filter((value) => !shown.includes(value)), ...Object.values(others)]);
}

/** Writes a file as root, so that the command cannot change it, and whole or not at all. */
async function handOver(container: string, path: string, content: string): Promise<void> {
  const script = 'umask 022; cat >"$1.new" && mv "$1.new" "$1"';
  const lines: string[] = [];
  const args = ["exec", "--interactive", "--user", "0", container, "sh", "-c", script, "sh", path];
  const code = await runDocker(args, { input: content, onLine: (line) => lines.push(line) });
  if (code === 0) return;
  const what = say().workload.notHandedOver({ path, container: container.slice(0, 12) });
  throw new Error([what, ...lines].join("\n"));
}

/** Hands on each line, and counts those of each stream. */
function counted(onLine: OnLine): { onLine: OnLine; lines: Record<Stream, number> } {
  const lines = { stdout: 0, stderr: 0 };
  return {
    lines,
    onLine: (line, stream) => {
      lines[stream]++;
      onLine(line, stream);
    },
  };
}

/** Hands on the lines of each stream that were not counted before. */
function beyond({ lines }: { lines: Record<Stream, number> }, onLine: OnLine): { onLine: OnLine } {
  const left = { ...lines };
  return { onLine: (line, stream) => void (left[stream]-- > 0 || onLine(line, stream)) };
}

type Stream = "stdout" | "stderr";
type OnLine = (line: string, stream: Stream) => void;

/** @returns the exit code of the `docker` command */
function runDocker(
  args: string[],
  { input = "", onLine }: { input?: string; onLine: OnLine },
): Promise<number> {
  return new Promise((done, failed) => {
    const child = start("docker", args);
    for (const stream of ["stdout", "stderr"] as const)
      eachLine(child[stream], (line) => onLine(line, stream));
    child.stdin.end(input);
    child.on("error", failed).on("close", (code) => done(code ?? 1));
  });
}

/** The last line counts too when nothing ends it. */
function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  });
  stream.on("end", () => rest !== "" && onLine(rest));
}
