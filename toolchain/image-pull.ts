import { say } from "../messages/say";
import { type BaseImage, localName } from "./image-list";
import type { Report } from "../operations/kernel/report";
import { run } from "../operations/kernel/run";

/** How a registry is asked. */
export interface Registry {
  /**
   * Address put before the official name, such as `mirror.example.com/library`. Default: the environment's
   * `REGISTRY_MIRROR`; without it, Docker Hub or what the engine's own configuration puts in its place.
   */
  mirror?: string;
  /** Time within which a registry must begin to answer. Default 5 s: an unreachable one often only times out. */
  answerMs?: number;
  /** Time within which a whole image must have come. Default 10 min. */
  totalMs?: number;
}

/** The name under which an image is asked for. */
export function pullName(base: BaseImage, mirror = process.env["REGISTRY_MIRROR"]): string {
  return mirror ? `${mirror.replace(/\/+$/, "")}/${base.official}` : base.official;
}

/**
 * Gets an image from a registry and gives it its local name.
 *
 * @returns undefined when it is there, else why not, in one line. Never throws.
 */
export async function pullImage(
  base: BaseImage,
  registry: Registry,
  report: Report,
): Promise<string | undefined> {
  const { answerMs = 5_000, totalMs = 600_000 } = registry;
  const name = pullName(base, registry.mirror);
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), answerMs);
  const onLine = (line: string) => {
    clearTimeout(timer);
    report(`${base.name}: ${line}`);
  };
  report(say().toolchain.images.askingFor({ name: base.name, image: name }));
  try {
    await run("docker", ["pull", name], { onLine, cancelSignal: silence.signal, timeout: totalMs });
    await run("docker", ["tag", name, localName(base)]);
    return undefined;
  } catch (error) {
    if (silence.signal.aborted) return say().toolchain.images.noAnswer(answerMs / 1000);
    const { timedOut, stderr } = error as { timedOut?: boolean; stderr?: string };
    if (timedOut) return say().toolchain.images.notComplete(totalMs / 60_000);
    return lastLine(stderr) ?? String(error).split("\n")[0];
  } finally {
    clearTimeout(timer);
  }
}

function lastLine(text: string | undefined): string | undefined {
  return text?.trim().split("\n").at(-1)?.trim() || undefined;
}
