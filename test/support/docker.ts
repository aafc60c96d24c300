import { run } from "../../operations/kernel/run";

/** Runs the `docker` command on an engine. @returns what it printed @throws execa's error when it fails */
export async function docker(environment: Record<string, string>, ...args: string[]): Promise<string> {
  return (await run("docker", args, { env: environment })).stdout;
}
