import { readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { finish } from "../engine/process";

/** A program that listens on a port. */
export interface Program {
  name: string;
  pid: number;
}

/** A machine that an engine runs on, as far as the engine cannot speak for it. */
export interface Machine {
  /** TCP ports on which anything listens. */
  listening: () => Set<number>;
  /** What listens on a port; undefined where this user may not see it. */
  program: (port: number) => Promise<Program | undefined>;
  /** Free space on the disk of a folder; undefined where there is no such folder. */
  freeMiB: (folder: string) => Promise<number | undefined>;
}

/** The one that this program runs on. */
export const thisMachine: Machine = {
  listening: () => new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => listeningIn(textOf(file)))),
  program: async (port) => {
    const { stdout } = await finish("ss", ["-Hltnp", `sport = :${port}`], { timeout: 10 });
    return programIn(stdout.toString("utf8"));
  },
  freeMiB: async (folder) => {
    try {
      const { bavail, bsize } = await statfs(folder);
      return Math.floor((bavail * bsize) / 2 ** 20);
    } catch {
      return undefined;
    }
  },
};

/** State of a socket that listens. */
const listens = "0A";

/** Ports of the sockets that listen, by the text of `/proc/net/tcp` or `tcp6`: a head, then a line each, `0: 0100007F:1F90 00000000:0000 0A …` */
export function listeningIn(text: string): number[] {
  return text.split("\n").flatMap((line) => {
    const [, local = "", , state] = line.trim().split(/\s+/);
    return state === listens ? [parseInt(local.split(":").at(-1) ?? "", 16)] : [];
  });
}

/** The first program that `ss -p` names. */
export function programIn(text: string): Program | undefined {
  const [, name, pid] = /users:\(\("([^"]*)",pid=(\d+)/.exec(text) ?? [];
  return name === undefined ? undefined : { name, pid: Number(pid) };
}

/** A machine without /proc, or without IPv6, has no such file. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
