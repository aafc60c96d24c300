import { readdirSync } from "node:fs";
import { join } from "node:path";
import { stateLocks } from "../../operations/kernel/state-lock";
import type { Client } from "./client";
import type { ChaosSystem } from "./system";

/** Everything that is not as it must be after an operator has put things right, a line each. */
export async function violations(system: ChaosSystem, client: Client): Promise<string[]> {
  const found = await Promise.all([
    rows(system, [...client.acknowledged]),
    serves(system),
    orphans(system),
    preview(system),
  ]);
  return found.flat();
}

/** Each acknowledged row is in the database, or in one that a restore kept. */
async function rows(system: ChaosSystem, acknowledged: number[]): Promise<string[]> {
  const databases = (await system.databases()).filter((name) => /^shop(_before_.*)?$/.test(name));
  const kept = new Set<number>();
  for (const database of databases)
    for (const id of await system.sql("SELECT id FROM numbers", database)) kept.add(Number(id));
  const lost = acknowledged.filter((number) => !kept.has(number));
  return lost.length === 0
    ? []
    : [`${lost.length} acknowledged rows are lost, the first ${lost.slice(0, 5).join(", ")}`];
}

/** Users get the release of the files, and the edge says which that is. */
async function serves(system: ChaosSystem): Promise<string[]> {
  const answer = await fetch(system.url, { signal: AbortSignal.timeout(10_000) }).then(
    async (response) => `${response.status} ${await response.text()}`,
    (error: Error) => error.message,
  );
  const wanted = `200 ${system.release}`;
  const found = answer === wanted ? [] : [`the site answers "${answer}" and not "${wanted}"`];
  const { stdout, stderr } = await system.run(system.npm("releases", "--json"));
  const records = parsed(stdout);
  if (!records) return [...found, `npm run releases: ${stdout}${stderr}`];
  const serving = records.find(({ serves }) => serves);
  const released = serving?.configuration?.["site.RELEASE"];
  if (released !== String(system.release))
    found.push(
      `release ${serving?.number ?? "none"} is said to serve, which is ${released}, not ${system.release}`,
    );
  return found;
}

interface Listed {
  number: number;
  serves?: boolean;
  configuration?: Record<string, string>;
}

function parsed(text: string): Listed[] | undefined {
  try {
    return JSON.parse(text) as Listed[];
  } catch {
    return undefined;
  }
}

/** Nothing is left that the state does not know: containers, volumes, networks, databases, locks, folders. */
async function orphans(system: ChaosSystem): Promise<string[]> {
  const { project, engine } = system;
  const { stdout } = await system.run(system.pulumi("stack", "export"));
  const { deployment } = JSON.parse(stdout) as {
    deployment: { resources: { id?: string }[]; pending_operations?: unknown[] };
  };
  const known = new Set(deployment.resources.map(({ id }) => id));
  const list = async (what: string, args: string[], format: string) =>
    (await engine.docker(...args, "--format", format)).stdout
      .split("\n")
      .filter((line) => line !== "" && !known.has(line.split(" ")[0]))
      .map((line) => `${what} ${line.split(" ").at(-1)} is not in the state`);
  const kept = [`${system.prefix}-releases`];
  const locks = stateLocks(join(project.folder, "state"), project.system, project.stack);
  return [
    ...(await list("container", ["ps", "--all", "--no-trunc"], "{{.ID}} {{.Names}}")),
    ...(
      await list("network", ["network", "ls", "--no-trunc", "--filter", "type=custom"], "{{.ID}} {{.Name}}")
    ).filter((line) => line.includes(system.prefix)),
    ...(await list("volume", ["volume", "ls"], "{{.Name}}")).filter(
      (line) => line.includes(system.prefix) && !kept.some((name) => line.includes(name)),
    ),
    ...(await list("unnamed volume", ["volume", "ls", "--filter", "dangling=true"], "{{.Name}}")).filter(
      (line) => / [0-9a-f]{64} /.test(line),
    ),
    ...(await system.databases())
      .filter((name) => name.includes("_restore_"))
      .map((name) => `database ${name} is left`),
    ...locks.map(({ pid }) => `the state is locked by process ${pid}`),
    ...(deployment.pending_operations?.length ? ["the state has pending operations"] : []),
    ...readdirSync(system.temporary)
      .filter((name) => name.startsWith("web-systems-"))
      .map((name) => `folder ${name} is left`),
  ];
}

async function preview(system: ChaosSystem): Promise<string[]> {
  const { exitCode, stdout, stderr } = await system.run(system.pulumi("preview", "--expect-no-changes"));
  return exitCode === 0 ? [] : [`the next preview is not empty: ${(stdout + stderr).slice(-1500)}`];
}
