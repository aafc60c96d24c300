import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What a release is called in the ledger when it was given none: when it ran, and the commit of the project if it has one. */
export async function releaseName(): Promise<string> {
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  try {
    const { stdout } = await promisify(execFile)("git", ["describe", "--always", "--dirty"]);
    return `${time} ${stdout.trim()}`;
  } catch {
    return time;
  }
}
