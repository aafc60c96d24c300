import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";

/** A process that changes a stack, so that any process on any machine can tell whether it still runs. */
export interface Owner {
  /** `deploy@host1`, for people. */
  who: string;
  pid: number;
  /** When the process started, in ticks since the machine did: a pid is used again, the two together are not. Empty where there is no /proc. */
  started: string;
  /** One start of the machine. */
  boot: string;
  /** Where pids mean the same: a machine, and in it a container that has pids of its own. A hash. */
  place: string;
}

/** What `/proc/PID/stat` says. */
interface Process {
  command: string;
  state: string;
  parent: number;
  started: string;
}

/** The process that an update ends with: the Pulumi CLI above this program, else this process. */
export function updateOwner(): Owner {
  for (let pid = process.pid; pid > 1;) {
    const found = processOf(pid);
    if (!found) break;
    if (found.command === "pulumi") return ownerOf(pid);
    pid = found.parent;
  }
  return ownerOf(process.pid);
}

/** A process of this machine as the owner of a lock. */
export function ownerOf(pid: number): Owner {
  return {
    who: `${userName()}@${hostname()}`,
    pid,
    started: processOf(pid)?.started ?? "",
    boot: textOf("/proc/sys/kernel/random/boot_id"),
    place: placeHere(),
  };
}

/**
 * Whether the owner of a lock still runs; undefined when that cannot be seen from here.
 *
 * @param here any owner of this machine
 */
export function isAlive(
  owner: Owner,
  here: Pick<Owner, "boot" | "place"> = ownerOf(process.pid),
  look: (pid: number) => Process | undefined = processOf,
): boolean | undefined {
  if (owner.place !== here.place) return undefined;
  if (owner.boot !== here.boot) return false;
  if (owner.started === "") return answers(owner.pid);
  const found = look(owner.pid);
  return found !== undefined && found.started === owner.started && !/^[ZX]/.test(found.state);
}

/** Reads a line of `/proc/PID/stat`; the command in it may have spaces and brackets. */
export function parseStat(text: string): Process | undefined {
  const [, command = "", rest = ""] = /^\d+ \((.*)\) (.*)$/s.exec(text) ?? [];
  const fields = rest.split(" ");
  return fields.length < 20
    ? undefined
    : { command, state: fields[0] ?? "", parent: Number(fields[1]), started: fields[19] ?? "" };
}

function processOf(pid: number): Process | undefined {
  return parseStat(textOf(`/proc/${pid}/stat`));
}

function placeHere(): string {
  let pids = "";
  try {
    pids = readlinkSync("/proc/self/ns/pid");
  } catch {
    // A system without them has one place.
  }
  const parts = [hostname(), textOf("/etc/machine-id"), pids];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 16);
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A user without a name has a number. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
