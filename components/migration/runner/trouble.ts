import { say } from "../../../messages/say";
import { ifPossible, type Container, type Engine } from "../../engine/engine";
import { within } from "../../engine/within";
import type { Target } from "../../database/client/target";
import { productOf } from "../../database/products";

/** The words of servers and clients for a disk without room; MySQL says of a table that it is full. */
const full = /No space left on device|Disk (is )?full|The table '.*' is full|(error|errno:?) 28\b/i;
/** Lines of a server's log that tell why it stopped. Never statements: they may hold personal data. */
const cause = /\b(PANIC|FATAL):|\[ERROR\]|terminated by signal|got signal/;
/** Those of them that no statement of a user can cause. */
const crash = /\bPANIC:|terminated by signal|got signal/;
/** Answers to those who came too early; they tell nothing. */
const noise = /the database system is |terminating connection/;

/** Whether a server may answer again by itself: it runs, or the engine is about to start it again. */
export async function mayAnswer(target: Target, engine: Engine): Promise<boolean> {
  const state = await stateOf(target, engine);
  return state?.status === "running" || state?.status === "restarting";
}

/** That the disk under the database is full, if that is why a session ended, and where to make room. */
export async function diskTrouble(
  target: Target,
  engine: Engine,
  said: string,
  since: Date,
): Promise<string[]> {
  if (!full.test(said) && !(await causes(target, engine, since)).some((line) => full.test(line))) return [];
  const { container } = target;
  const folder = productOf(target.product).data;
  const df = await briefly(() => engine.exec(container, ["df", "-Pm", folder]));
  const [, total, , free] = (df?.code === 0 ? (df.both.split("\n")[1] ?? "") : "").split(/\s+/);
  const volume = (await stateOf(target, engine))?.volumes[folder];
  const texts = say().migration.runner;
  return [texts.diskFull({ folder, container, free, total }), fix(texts.makeRoom(volume))];
}

/** What became of the server since then: the state of its container, what its log says, and how to start it. */
export async function serverTrouble(target: Target, engine: Engine, since: Date): Promise<string[]> {
  const { container } = target;
  const texts = say().migration.runner;
  const state = await stateOf(target, engine);
  const lines = await causes(target, engine, since);
  const shown = (found: string[]) => found.slice(0, 3).map((line) => `  | ${line}`);
  const log = shown(lines);
  if (!state) return [texts.containerGone(container)];
  const started = new Date(state.startedAt);
  if (state.status === "running" && started <= since) return shown(lines.filter((line) => crash.test(line)));
  if (state.status === "running" || state.status === "restarting")
    return [texts.restarted({ container, at: time(started) }), ...log];
  const why = state.outOfMemory ? "memory" : state.exitCode === 137 ? "killed" : "unknown";
  return [
    texts.stopped({ container, status: state.status, exitCode: state.exitCode, why }),
    ...log,
    fix(`docker ${state.status === "paused" ? "unpause" : "start"} ${container}`),
  ];
}

/** What to do, as a line below what is wrong. */
const fix = (way: string) => `  ${say().problem.fixLine(way)}`;

const stateOf = ({ container }: Target, engine: Engine): Promise<Container | undefined> =>
  briefly(() => engine.container(container));

async function causes({ container }: Target, engine: Engine, since: Date): Promise<string[]> {
  const log = await briefly(() => engine.logs(container, { since, tail: 1000 }));
  return (log ?? "").split("\n").filter((line) => cause.test(line) && !noise.test(line));
}

const time = (date: Date) => `${date.toISOString().slice(11, 19)} UTC`;

/** What an engine answers within 10 s; undefined when it does not: what is asked here only says more about a failure. */
const briefly = <Answer>(question: () => Promise<Answer>) => ifPossible(within(10, question));
