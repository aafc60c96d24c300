import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { engineEnvironment } from "../../components/engine/environment";
import { backendEnvironment } from "../kernel/backend";
import { findPulumi, type Pulumi } from "../../toolchain/pulumi";
import { run, type RunOptions, type RunResult } from "../kernel/run";
import { projectName, settingsOf, type StackTarget } from "../kernel/stack";
import { stateFile, stateFolder } from "../kernel/state-file";
import { remedyForNote } from "../kernel/state-notes";
import { projectFolder } from "../kernel/paths";
import { engineOf, selectedStack } from "../stack";

/** What is looked at: a stack, its stack file, its engine and its state. */
export interface Subject {
  system: string;
  stack: string;
  /** Configuration of the stack file without the project's name; secrets in it are encrypted. */
  config: Record<string, unknown>;
  /** Address of the stack's engine. */
  endpoint: string;
  /** Environment in which `docker` talks to it. */
  environment: Record<string, string>;
  /** The `docker` command on that engine. A failure is a result; after 30 s it is one too. */
  docker: (args: string[], options?: RunOptions) => Promise<RunResult>;
  /** The CLI that is used; undefined when none is complete. */
  cli: Pulumi | undefined;
  target: StackTarget;
  /** Address of the state backend; undefined when pulumi is not logged in and the stack is not that of `npm start`. */
  backend: string | undefined;
}

/**
 * Finds the stack that is meant, and its backend: the user's own, and that of `npm start` for a stack which the user's own does not have.
 *
 * @throws UserError when there is no such stack file
 */
export async function findSubject(wanted: string | undefined): Promise<Subject> {
  const folder = projectFolder();
  const cli = await findPulumi(() => undefined);
  const env = cli?.env ?? {};
  const stack = wanted ?? (await selectedStack(folder, env));
  const system = projectName(folder);
  const { endpoint, certificates } = engineOf(folder, system, stack);
  const environment = engineEnvironment(endpoint, certificates);
  const { backend, more } = await backendOf(folder, system, stack, env);
  return {
    system,
    stack,
    config: configOf(folder, system, stack),
    endpoint,
    environment,
    docker: (args, options = {}) =>
      run("docker", args, {
        reject: false,
        timeout: 30_000,
        ...options,
        env: { ...environment, ...options.env },
      }),
    cli,
    target: { folder, stack, env: { ...env, ...more, ...(backend && { PULUMI_BACKEND_URL: backend }) } },
    backend,
  };
}

function configOf(folder: string, system: string, stack: string): Record<string, unknown> {
  const own = Object.entries(settingsOf(folder, stack)).filter(([key]) => key.startsWith(`${system}:`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(system.length + 1), value]));
}

/** Where the CLI cannot read the backend, because a note in it was cut off, it still knows its address. */
function noted(env: Record<string, string>): string | undefined {
  const named = process.env["PULUMI_BACKEND_URL"];
  if (named) return named;
  const home = env["PULUMI_HOME"] ?? process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  try {
    const { current } = JSON.parse(readFileSync(join(home, "credentials.json"), "utf8")) as {
      current?: string;
    };
    return current || undefined;
  } catch {
    return undefined;
  }
}

/** Its address, and what else the CLI needs there. */
async function backendOf(folder: string, system: string, stack: string, env: Record<string, string>) {
  const { exitCode, stdout, stderr } = await run(
    "pulumi",
    ["whoami", "--verbose", "--json", "--non-interactive"],
    {
      cwd: folder,
      env,
      reject: false,
      timeout: 30_000,
    },
  );
  const own =
    exitCode === 0 ? (JSON.parse(stdout) as { url: string }).url : remedyForNote(stderr) && noted(env);
  const holds = (url: string) => {
    const state = stateFolder(url);
    return (
      state === undefined ||
      existsSync(stateFile(state, system, stack)) ||
      existsSync(`${stateFile(state, system, stack)}.bak`)
    );
  };
  if ((own && holds(own)) || process.env["PULUMI_BACKEND_URL"]) return { backend: own, more: {} };
  const local = backendEnvironment();
  return holds(local.PULUMI_BACKEND_URL)
    ? { backend: local.PULUMI_BACKEND_URL, more: local }
    : { backend: own, more: {} };
}
