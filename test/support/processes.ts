import { readdirSync, readFileSync } from "node:fs";

/**
 * Every command line that was on this machine while `work` ran, seen every few milliseconds: what any user sees with `ps axww`, read from
 * where ps reads it. The environment of a process is not counted: only its own user and root can read it.
 */
export async function commandLinesDuring<T>(work: () => Promise<T>): Promise<{ result: T; seen: string[] }> {
  const seen = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    for (const id of readdirSync("/proc")) if (/^\d+$/.test(id)) seen.add(commandLine(id));
    timer = setTimeout(look, 5);
  };
  look();
  try {
    return { result: await work(), seen: [...seen] };
  } finally {
    clearTimeout(timer);
  }
}

function commandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // It ended meanwhile.
  }
}

/** A process and all that descend from it now, the process first. */
export function below(pid: number): number[] {
  const parents = new Map(
    readdirSync("/proc")
      .filter((id) => /^\d+$/.test(id))
      .map((id) => [Number(id), parentOf(id)] as const),
  );
  const descends = (id: number): boolean => id === pid || (id > 1 && descends(parents.get(id) ?? 0));
  return [...parents.keys()].filter(descends).sort((a, b) => Number(b === pid) - Number(a === pid));
}

function parentOf(id: string): number {
  try {
    // The name, in brackets, may hold anything.
    return Number(
      readFileSync(`/proc/${id}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")[1],
    );
  } catch {
    return 0; // It ended meanwhile.
  }
}
