import { readdirSync, readFileSync } from "node:fs";
import { cpus, freemem } from "node:os";
import { basename } from "node:path";

/** What a process is to a run: the engine and the language host of Pulumi, the program, each plugin; what else it starts is `other`. */
export interface Part {
  /** Seconds from the start of the command to the start of its first process, and to when its last one was seen last. */
  from: number;
  to: number;
  /** Seconds of processor time of its own. */
  cpu: number;
}

/** What a command cost. */
export interface Cost {
  /** Largest sum of resident memory of its processes, in MiB. */
  peakMiB: number;
  parts: Record<string, Part>;
  /** Seconds of processor time of what its plugins started and waited for: shell scripts, `docker`. */
  startedCpu: number;
  /** Seconds of processor time of the whole machine meanwhile: also the Docker engine and the containers. */
  machineCpu: number;
}

interface Stat {
  id: number;
  parent: number;
  name: string;
  /** Seconds of processor time: its own, and of children that it waited for. */
  cpu: number;
  childrenCpu: number;
  /** Seconds since the machine started. */
  start: number;
  mib: number;
}

const ticks = 100;
const pageMiB = 4096 / 2 ** 20;

/** Runs `work`, and looks every 100 ms at the processes that this one has started since. */
export async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const started = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  const before = new Set(processes().map(({ id }) => id));
  const [busy, seen, names] = [
    machineCpu(),
    new Map<number, Stat & { to: number }>(),
    new Map<string, string>(),
  ];
  let peakMiB = 0;
  const begin = performance.now();
  const look = () => {
    const running = descendants(process.pid).filter(({ id }) => !before.has(id));
    peakMiB = Math.max(
      peakMiB,
      running.reduce((sum, { mib }) => sum + mib, 0),
    );
    for (const each of running) {
      seen.set(each.id, { ...each, to: (performance.now() - begin) / 1000 });
      const key = `${each.id} ${each.name}`;
      if (!names.has(key)) names.set(key, kindOf(each.id));
    }
  };
  const timer = setInterval(look, 100);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  const parts: Record<string, Part> = {};
  let startedCpu = 0;
  for (const { id, name, start, to, cpu, childrenCpu } of seen.values()) {
    const kind = names.get(`${id} ${name}`) ?? "other";
    const from = Math.max(0, start - started);
    const part = (parts[kind] ??= { from, to, cpu: 0 });
    Object.assign(part, { from: Math.min(part.from, from), to: Math.max(part.to, to), cpu: part.cpu + cpu });
    if (kind.startsWith("plugin")) startedCpu += childrenCpu;
  }
  return { peakMiB, parts, startedCpu, machineCpu: machineCpu() - busy };
}

/** Processes that a process has started, and those that they have started. */
export function descendants(of: number): Stat[] {
  const all = processes();
  const found = new Set([of]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { id, parent } of all) if (found.has(parent)) found.add(id);
  }
  return all.filter(({ id }) => id !== of && found.has(id));
}

/** Memory that new processes could have, in MiB. */
export function availableMiB(): number {
  const found = /MemAvailable: +(\d+) kB/.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
  return found === undefined ? freemem() / 2 ** 20 : Number(found) / 1024;
}

function processes(): Stat[] {
  return readdirSync("/proc").flatMap((id) => (/^\d+$/.test(id) ? stat(Number(id)) : []));
}

/** A process, as proc(5) tells about it; none when it ended meanwhile. The name stands in parentheses and may hold anything. */
function stat(id: number): Stat[] {
  let text: string;
  try {
    text = readFileSync(`/proc/${id}/stat`, "utf8");
  } catch {
    return [];
  }
  const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
  const rest = text.slice(text.lastIndexOf(")") + 2).split(" ");
  // Numbered in the manual from 1; the third is the first of these.
  const field = (number: number) => Number(rest[number - 3]);
  return [
    {
      id,
      parent: field(4),
      name,
      cpu: (field(14) + field(15)) / ticks,
      childrenCpu: (field(16) + field(17)) / ticks,
      start: field(22) / ticks,
      mib: field(24) * pageMiB,
    },
  ];
}

function kindOf(id: number): string {
  let words: string[];
  try {
    words = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
  } catch {
    return "other";
  }
  const program = basename(words[0] ?? "");
  if (program === "pulumi") return "engine";
  if (program.startsWith("pulumi-language-")) return "language host";
  if (program.startsWith("pulumi-resource-")) return program.replace("pulumi-resource-", "plugin ");
  if (program === "docker-compose") return "compose";
  return program === "node" && words.some((word) => word.includes("@pulumi/pulumi/cmd/run"))
    ? "program"
    : "other";
}

function machineCpu(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}
