import { say } from "../../../messages/say";
import { finish } from "../../engine/process";
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

/** What `docker inspect` says of a database's container. */
interface State {
  Status: string;
  ExitCode: number;
  OOMKilled: boolean;
  StartedAt: string;
}

/** Whether a server may answer again by itself: it runs, or the engine is about to start it again. */
export async function mayAnswer(target: Target): Promise<boolean> {
  const state = await stateOf(target);
  return state?.Status === "running" || state?.Status === "restarting";
}

/** That the disk under the database is full, if that is why a session ended, and where to make room. */
export async function diskTrouble(target: Target, said: string, since: Date): Promise<string[]> {
  if (!full.test(said) && !(await causes(target, since)).some((line) => full.test(line))) return [];
  const { container } = target;
  const folder = productOf(target.product).data;
  const df = await docker("exec", container, "df", "-Pm", folder);
  const [, total, , free] = (df?.split("\n")[1] ?? "").split(/\s+/);
  const volume = await docker(
    ...["inspect", "--format", `{{range .Mounts}}{{if eq .Destination "${folder}"}}{{.Name}}{{end}}{{end}}`],
    container,
  );
  const texts = say().migration.runner;
  return [texts.diskFull({ folder, container, free, total }), fix(texts.makeRoom(volume))];
}

/** What became of the server since then: the state of its container, what its log says, and how to start it. */
export async function serverTrouble(target: Target, since: Date): Promise<string[]> {
  const { container } = target;
  const texts = say().migration.runner;
  const state = await stateOf(target);
  const lines = await causes(target, since);
  const shown = (found: string[]) => found.slice(0, 3).map((line) => `  | ${line}`);
  const log = shown(lines);
  if (!state) return [texts.containerGone(container)];
  const started = new Date(state.StartedAt);
  if (state.Status === "running" && started <= since) return shown(lines.filter((line) => crash.test(line)));
  if (state.Status === "running" || state.Status === "restarting")
    return [texts.restarted({ container, at: time(started) }), ...log];
  const why = state.OOMKilled ? "memory" : state.ExitCode === 137 ? "killed" : "unknown";
  return [
    texts.stopped({ container, status: state.Status, exitCode: state.ExitCode, why }),
    ...log,
    fix(`docker ${state.Status === "paused" ? "unpause" : "start"} ${container}`),
  ];
}

/** What to do, as a line below what is wrong. */
const fix = (way: string) => `  ${say().problem.fixLine(way)}`;

async function stateOf({ container }: Target): Promise<State | undefined> {
  const answer = await docker("inspect", "--format", "{{json .State}}", container);
  return answer === undefined ? undefined : (JSON.parse(answer) as State);
}

async function causes({ container }: Target, since: Date): Promise<string[]> {
  const log = await docker("logs", "--since", since.toISOString(), "--tail", "1000", container);
  return (log ?? "").split("\n").filter((line) => cause.test(line) && !noise.test(line));
}

const time = (date: Date) => `${date.toISOString().slice(11, 19)} UTC`;

/** Output of a command, with its standard error, where servers write their logs; undefined when it failed. */
async function docker(...args: string[]): Promise<string | undefined> {
  const { code, stdout, stderr } = await finish("docker", args, { timeout: 10 });
  return code === 0 ? (stdout.toString("utf8") + stderr).trim() : undefined;
}
