import { existsSync } from "node:fs";
import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import { sshArguments } from "./api/ssh";
import { saidOf } from "./said";
import { finish } from "./process";
import { shellWord } from "./shell-word";

/**
 * Paths that containers mount and that the host does not have; by the host's own eyes, because over SSH its files are another
 * machine's. An engine at tcp:// says no word about its files: nothing is looked at there.
 *
 * @param endpoint address of an engine that answers
 * @param paths by the key of the stack file that names each
 */
export async function missingPaths(endpoint: string, paths: Record<string, string>): Promise<Problem[]> {
  const found = await Promise.all(
    Object.entries(paths).map(async ([key, path]) => {
      const answer = await look(endpoint, path);
      if (answer === "there") return [];
      if (answer === "missing") return [say().engine.missingPath({ path, key })];
      return [say().engine.unseenPath({ path, key, message: answer.said })];
    }),
  );
  return found.flat();
}

type Found = "there" | "missing" | { said: string };

function look(endpoint: string, path: string): Found | Promise<Found> {
  if (endpoint.startsWith("unix://")) return existsSync(path) ? "there" : "missing";
  return endpoint.startsWith("ssh://") ? overSsh(new URL(endpoint), path) : "there";
}

async function overSsh(host: URL, path: string): Promise<Found> {
  // What ssh hands on is read by a shell there.
  const question = `test -e ${shellWord(path)}`;
  const { code, signal, stderr } = await finish("ssh", sshArguments(host, question));
  if (code === 0) return "there";
  if (code === 1) return "missing";
  return { said: saidOf(stderr, code, signal).split("\n").at(-1) ?? "" };
}
