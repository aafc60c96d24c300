import { cpus, release, totalmem } from "node:os";
import { run } from "../operations/kernel/run";
import { projectRoot } from "../operations/kernel/paths";
import { composeVersion } from "./compose";

/** What figures depend on; those of another machine are not comparable. */
export interface Machine {
  processors: string;
  memory: string;
  kernel: string;
  docker: string;
  node: string;
  pulumi: string;
  compose: string;
}

export async function thisMachine(): Promise<Machine> {
  const all = cpus();
  const docker = await run("docker", ["version", "--format", "{{.Server.Version}}"]);
  return {
    processors: `${all.length} × ${all[0]?.model.trim() ?? "unknown"}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    kernel: release(),
    docker: docker.stdout.trim(),
    node: process.version,
    pulumi: (await run("pulumi", ["version"])).stdout.trim(),
    compose: composeVersion,
  };
}

/** Day and commit, with a word about changes that are in no commit. */
export async function measuredNow(): Promise<string> {
  const git = async (...args: string[]) =>
    (await run("git", args, { cwd: projectRoot, reject: false })).stdout.trim();
  const dirty =
    (await git("status", "--porcelain", "--", ".", ":!bench/RESULTS.md", ":!bench/results.json")) !== "";
  const commit = `${await git("rev-parse", "--short", "HEAD")}${dirty ? " with changes" : ""}`;
  return `${new Date().toISOString().slice(0, 10)}, commit ${commit}`;
}
