import { say } from "../../messages/say";
import type { StackOnEngine } from "../engine/stack-on-engine";
import { labelled, labelOf } from "../engine/labels";
import { saidOf } from "../engine/said";
import type { Engine } from "../engine/engine";
import { withEngine } from "../engine/with-engine";
import type { ReleaseRecord } from "./record";
import { readTar } from "./tar";

/** Folder of the edge's container that holds what is live. */
const live = "/etc/nginx/live";

/** How a live file says which release it is of, in its first line; `unknown`: one that could not be recorded. */
const line = /^# release (\d+|unknown)$/m;

const lineOf = (number: number | undefined) => `# release ${number ?? "unknown"}`;

/** The release that serves. */
export interface Serving {
  /** Undefined: none, or it is not known. */
  number: number | undefined;
  /** Why the edge does not say it, when the records had to. */
  guessed?: string;
  /** Something serves that could not be recorded: the last one that could and is known to have served. */
  unrecordedAfter?: number;
}

/**
 * The release that serves: the one that the edge was last switched to, as the edge itself says, also when it is stopped. Where it does not say
 * it, the records are asked for the last one that is known to have served.
 */
export async function serving(
  args: StackOnEngine,
  records: Pick<ReleaseRecord, "number" | "result" | "served">[],
): Promise<Serving> {
  const found = await withEngine(args.environment, (engine) => look(args, engine));
  if (found.nothing) return { number: undefined };
  if (found.number !== undefined) return { number: found.number };
  const number = records.filter(({ result, served }) => served ?? result === "succeeded").at(-1)?.number;
  if (found.unrecorded && number !== undefined) return { number: undefined, unrecordedAfter: number };
  return { number, guessed: found.why ?? say().release.unknown.silent };
}

/**
 * Notes on the edge which release a change belongs to that needed no switch; on a full disk what is live stays.
 *
 * @param number undefined: it could not be recorded
 * @throws Error with what went wrong
 */
export async function noteServing(args: StackOnEngine, number: number | undefined): Promise<void> {
  await withEngine(args.environment, async (engine) => {
    const { container } = await look(args, engine);
    if (container === undefined) return;
    await asRoot(
      engine,
      container,
      `set -e; cd ${live}; [ -f upstreams ]; trap 'rm -f upstreams.noted' EXIT
      { echo '${lineOf(number)}'; grep -v '^# release ' upstreams || [ $? = 1 ]; } >upstreams.noted
      sync upstreams.noted; mv upstreams.noted upstreams`,
    );
  });
}

/**
 * Tells the job of a switch which release it switches to, by a file in the edge's container: as an input it would differ in every update.
 *
 * @param file where the job looks for it
 * @param number undefined: it could not be recorded, so that nothing is taken for what serves
 */
export async function announce(
  { environment }: Pick<StackOnEngine, "environment">,
  container: string,
  file: string,
  number: number | undefined,
): Promise<void> {
  const said = `echo '${lineOf(number)}' >'${file}'`;
  await withEngine(environment, async (engine) => {
    for (let tries = 0; ; tries++)
      try {
        return await asRoot(engine, container, said);
      } catch (error) {
        // It may only just be starting; the job that follows says why one does not start at all.
        if (tries >= 20) throw error;
        await new Promise((done) => setTimeout(done, 250));
      }
  });
}

interface Found {
  /** No container of the stack is on its engine: nothing serves. */
  nothing?: true;
  container?: string;
  number?: number;
  /** It says that what serves could not be recorded. */
  unrecorded?: boolean;
  why?: string;
}

async function look({ system, stack }: StackOnEngine, engine: Engine): Promise<Found> {
  const all = await engine.containers(labelled({ system, stack }));
  // Neither a lock nor a job serves.
  if (!all.some((each) => ["edge", "service", "database"].includes(labelOf(each, "role") ?? "")))
    return { nothing: true };
  const edges = all.filter((each) => labelOf(each, "role") === "edge");
  // One that runs says the same as one that does not, where both hold the same folder.
  edges.sort((a, b) => Number(b.status === "running") - Number(a.status === "running"));
  const texts = await Promise.all(edges.map(({ id }) => liveFile(engine, id)));
  const said = texts.flatMap((text, at) => {
    const release = line.exec(text ?? "")?.[1];
    return release === undefined ? [] : [{ container: edges[at]?.id, release }];
  });
  const container = said[0]?.container ?? edges[texts.findIndex((text) => text !== undefined)]?.id;
  const releases = [...new Set(said.map(({ release }) => release))];
  const unrecorded = releases[0] === "unknown";
  return {
    ...(container !== undefined && { container }),
    ...(releases.length === 1 && (unrecorded ? { unrecorded } : { number: Number(releases[0]) })),
    ...(releases.length > 1 && { why: say().release.unknown.different(releases) }),
    ...(edges.length === 0 && { why: say().release.unknown.noEdge }),
  };
}

/** What is live in a container; undefined when nothing is. */
async function liveFile(engine: Engine, container: string): Promise<string | undefined> {
  try {
    const archive = await engine.readFiles(container, `${live}/upstreams`);
    const [file] = archive ? readTar(archive) : [];
    return file?.content.toString("utf8");
  } catch {
    return undefined;
  }
}

async function asRoot(engine: Engine, container: string, command: string): Promise<void> {
  const { code, stderr } = await engine.exec(container, ["sh", "-c", command], { user: "0" });
  if (code !== 0) throw new Error(saidOf(stderr, code));
}
