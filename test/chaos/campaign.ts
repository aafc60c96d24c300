import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "./client";
import { draw, type Drawn, type OperationName } from "./draw";
import type { ChaosEngine } from "./engine";
import { underFault, type Ended } from "./fault";
import { violations } from "./invariants";
import { operations } from "./operations";
import { Random } from "./random";
import { stateOf } from "./state";
import { ChaosSystem, type Product } from "./system";

/** What a campaign found. */
export interface Result {
  steps: number;
  /** Steps in which the fault met a command that still ran. */
  struck: number;
  acknowledged: number;
  /** Answers to the client that were not 200, by what came. */
  failures: Record<string, number>;
  /** The step that ended the campaign, and all that was wrong after it. */
  violation?: { step: number; drawn: Drawn; found: string[]; said: string; state: string };
}

/** Arguments of {@link campaign}. */
export interface CampaignArgs {
  engine: ChaosEngine;
  product: Product;
  seed: number;
  count: number;
  report: (line: string) => void;
}

/** Draws operations and faults, lets them meet, puts things right as an operator would, and looks at everything after each. */
export async function campaign({ engine, product, seed, count, report }: CampaignArgs): Promise<Result> {
  const system = await ChaosSystem.create(engine, product);
  let client: Client | undefined;
  try {
    for (let release = 0; release < 2; release++) {
      await system.edit();
      const first = await system.run(system.pulumi("up", "--yes", "--skip-preview"));
      if (first.exitCode !== 0) throw new Error(`No release to begin with:\n${first.stdout}${first.stderr}`);
    }
    await system.run(system.npm("backup"));
    client = new Client(system.url);
    return await steps(system, client, draw(new Random(seed), count), report);
  } finally {
    await client?.stop();
    // What is on the engine goes with the engine.
    rmSync(system.project.folder, { recursive: true, force: true });
  }
}

async function steps(
  system: ChaosSystem,
  client: Client,
  drawn: Drawn[],
  report: (line: string) => void,
): Promise<Result> {
  const usual = new Map<OperationName, number>();
  const result: Result = { steps: 0, struck: 0, acknowledged: 0, failures: client.failures };
  for (const [at, one] of drawn.entries()) {
    const operation = operations[one.operation];
    const command = await operation.begin(system);
    const ended = await underFault(system, command, one, usual.get(one.operation) ?? operation.usual);
    if (ended.faultAt === undefined) usual.set(one.operation, ended.seconds);
    const recovery = await recover(system, ended, operation.after).catch(thrown);
    const found = [
      ...surprises(one, ended),
      ...recovery,
      ...(await violations(system, client).catch(thrown)),
    ];
    result.steps = at + 1;
    if (ended.faultAt !== undefined || one.fault === "clock") result.struck += 1;
    result.acknowledged = client.acknowledged.length;
    report(line(at + 1, one, ended, found, result.acknowledged));
    if (found.length > 0)
      return {
        ...result,
        violation: { step: at + 1, drawn: one, found, said: ended.said, state: await stateOf(system) },
      };
  }
  return result;
}

/** Something that should be there could not even be asked. */
const thrown = (error: unknown) => [(error as Error).message.slice(0, 1500)];

/** What must not happen although nothing was done to it. */
function surprises({ operation, fault }: Drawn, { code, said }: Ended): string[] {
  const refused = operations[operation].refused ?? false;
  const found = /\n +at .*\(.*:\d+:\d+\)/.test(said) ? ["a stack trace was printed"] : [];
  if (fault !== "none") return found;
  return (code !== 0) === refused ? found : [...found, `it ended with ${code}: ${said.slice(-1500)}`];
}

/** Doctor, unlock, one plain `pulumi up`. @returns what of it did not work */
async function recover(
  system: ChaosSystem,
  ended: Ended,
  after: ((system: ChaosSystem, ended: Ended) => Promise<void>) | undefined,
): Promise<string[]> {
  // Containers that an engine brings back need a moment; an operator does too.
  await sleep(1000);
  const doctor = await system.run(system.npm("doctor"));
  const crashed = /\n +at .*\(.*:\d+:\d+\)/.test(doctor.stdout + doctor.stderr);
  const unlock = await system.run(system.npm("unlock"));
  await after?.(system, ended);
  const up = await system.run(system.pulumi("up", "--yes", "--skip-preview"));
  if (up.exitCode === 0) ended.said += `\nThe plain pulumi up said:\n${up.stdout}${up.stderr}`;
  return [
    ...(crashed ? [`doctor crashed: ${doctor.stderr.slice(-500)}`] : []),
    ...(unlock.exitCode === 0 ? [] : [`unlock failed: ${unlock.stdout}${unlock.stderr}`]),
    ...(up.exitCode === 0 ? [] : [`the plain pulumi up failed: ${(up.stdout + up.stderr).slice(-3000)}`]),
  ];
}

function line(step: number, one: Drawn, ended: Ended, found: string[], acknowledged: number): string {
  const when = ended.faultAt === undefined ? "" : ` at ${ended.faultAt.toFixed(1)} s`;
  const hours = one.fault === "clock" ? ` ${one.hours} h` : "";
  const verdict = found.length === 0 ? "well" : "VIOLATED";
  return `${String(step).padStart(4)}  ${one.operation.padEnd(36)} ${`${one.fault}${hours}${when}`.padEnd(24)} ${verdict}, ${acknowledged} rows`;
}
