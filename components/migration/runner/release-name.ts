import { finish } from "../../engine/process";

/** What a release is called in the ledger when it was given none: when it ran, and the commit of the project if it has one. */
export async function releaseName(now: Date): Promise<string> {
  const time = `${now.toISOString().slice(0, 19)}Z`;
  const { code, stdout } = await finish("git", ["describe", "--always", "--dirty"]);
  return code === 0 ? `${time} ${stdout.toString("utf8").trim()}` : time;
}
