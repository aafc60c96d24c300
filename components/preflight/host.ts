import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import type { StackOnEngine } from "../engine/stack-on-engine";
import { withEngine } from "../engine/with-engine";
import { thisMachine, type Machine } from "./machine";
import { see, type Seen, type Thing } from "./seen";
import { silent } from "./silent";

/** What is asked of the host of a stack. */
export interface HostQuestion extends StackOnEngine {
  /** Ports of the host that the stack publishes, by the key of the stack file that chooses each. */
  ports: Record<string, number>;
  /** Free space that must be left where the engine keeps its data, in MiB. Default: it is not looked at. */
  minFreeMiB?: number;
}

/** What a host has, and what is in the way there. */
export interface HostAnswer {
  /** Undefined when the engine does not answer. */
  seen: Seen | undefined;
  problems: Problem[];
}

/** Looks at a host, without changing anything: does its engine answer, are the ports free, is there space. */
export async function lookAtHost(question: HostQuestion, machine = thisMachine): Promise<HostAnswer> {
  const seen = await withEngine(question.environment, see).catch((error: Error) => error);
  if (seen instanceof Error) return { seen: undefined, problems: [silent(question.environment, seen)] };
  const ports = Object.entries(question.ports).map(([key, port]) =>
    portProblem({ key, port }, seen, question, machine),
  );
  const problems = await Promise.all([...ports, spaceProblem(seen, question, machine)]);
  return { seen, problems: problems.filter((each) => each !== undefined) };
}

/** Who has a port of the host that is not this stack. */
export async function portProblem(
  { key, port }: { key: string; port: number },
  { things }: Pick<Seen, "things">,
  on: StackOnEngine,
  machine = thisMachine,
): Promise<Problem | undefined> {
  const { heldByContainer, heldByProgram } = say().preflight;
  const holders = things.filter((each) => each.ports.includes(port));
  if (holders.some((each) => isOurs(each, on))) return undefined;
  const [holder] = holders;
  if (holder) return heldByContainer({ ...holder, key, port });
  if (!isHere(on) || !machine.listening().has(port)) return undefined;
  return heldByProgram({ key, port, program: await machine.program(port) });
}

/** Why there is too little space for a release. */
export async function spaceProblem(
  { engine }: Pick<Seen, "engine">,
  { minFreeMiB: needed, ...on }: HostQuestion,
  machine: Machine,
): Promise<Problem | undefined> {
  if (!engine || needed === undefined || !isHere(on)) return undefined;
  const free = await machine.freeMiB(engine.root);
  if (free === undefined || free >= needed) return undefined;
  return say().preflight.tooFull({ free, folder: engine.root, needed });
}

/** Whether a container or volume is the stack's own. */
export const isOurs = (thing: Thing, { system, stack }: Pick<StackOnEngine, "system" | "stack">) =>
  thing.system === system && thing.stack === stack;

/** Whether the engine's machine is this one: programs and disks of another are not to be seen from here. */
const isHere = ({ environment }: StackOnEngine) => environment["DOCKER_HOST"]?.startsWith("unix://");
