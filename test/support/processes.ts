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
