import type { StackOnEngine } from "../engine/stack-on-engine";
import { insteadLabel, labelFilters } from "../engine/labels";
import { dockerNow } from "../engine/docker";

/** A container of a service, as the engine has it. */
export interface ServiceContainer {
  id: string;
  name: string;
  running: boolean;
  /** When it was created, in milliseconds since 1970. */
  created: number;
  /** Its life cycle is `instead`: no other one does its work. */
  instead: boolean;
  /** Stopped because the release that started it failed. It is recognised by its restart policy. */
  setAside: boolean;
}

/**
 * The containers of a stack's services. Synchronous, because what a release that failed has started is looked for while its program ends, and
 * nothing else can be waited for then.
 *
 * @throws EngineFailed with what `docker` said
 */
export function serviceContainers({ environment, system, stack }: StackOnEngine): ServiceContainer[] {
  const list = dockerNow(
    environment,
    ...["ps", "--all", "--no-trunc"],
    ...labelFilters({ system, stack, role: "service" }),
    ...["--format", `{{.ID}}|{{.Names}}|{{.Label "${insteadLabel.label}"}}|{{.CreatedAt}}|{{.Status}}`],
  );
  const found = lines(list).map((line) => {
    const [id = "", name = "", cycle = "", at = "", status = ""] = line.split("|");
    const running = /^(Up|Restarting)/.test(status);
    const created = createdAt(at);
    return { id, name, running, created, instead: cycle === insteadLabel.value, setAside: false };
  });
  const ended = found.filter(({ running }) => !running).map(({ id }) => id);
  if (ended.length === 0) return found;
  const policies = dockerNow(
    environment,
    ...["inspect", "--format", "{{.Id}} {{.HostConfig.RestartPolicy.Name}}", ...ended],
  );
  const aside = new Set(lines(policies).filter((line) => line.endsWith(" no")));
  return found.map((each) => ({ ...each, setAside: aside.has(`${each.id} no`) }));
}

/**
 * Stops containers of a release that does not serve. Without a restart policy the engine leaves them alone; it is also how they are
 * recognised. The next update that wants them starts them again.
 */
export function setAside({ environment }: StackOnEngine, containers: ServiceContainer[]): void {
  const ids = containers.map(({ id }) => id);
  dockerNow(environment, "update", "--restart", "no", ...ids);
  dockerNow(environment, "stop", ...ids);
}

/** `2026-11-27 01:54:08 +0000 UTC`: `docker` adds the name of the time zone. */
function createdAt(text: string): number {
  const created = Date.parse(text.split(" ").slice(0, 3).join(" "));
  if (Number.isNaN(created)) throw new Error(`docker ps: ${text} is no time that a container was created at`);
  return created;
}

/**
 * Where the edges of a stack send what users ask for: names of containers, in the text of its file. Empty without one.
 *
 * @throws Error when an edge cannot be asked: what serves is not known then
 */
export function servedByEdge({ environment, system, stack }: StackOnEngine): string {
  const filters = labelFilters({ system, stack, role: "edge" });
  const edges = lines(dockerNow(environment, "ps", "--all", "--quiet", ...filters));
  // An archive of one file of text; also of an edge that does not run. One that was never switched has none.
  return edges.map((edge) => copied(environment, edge)).join("\n");
}

/** While candidates are verified, they stand behind the old ones in the file; the edge takes the first line of a service. */
export function firstLines(upstreams: string): string {
  const seen = new Set<string>();
  // The head of the archive has words too, such as its owner's name.
  const isFirst = (line: string) => {
    const [service = "", ...addresses] = line.split(" ");
    return addresses.length > 0 && !seen.has(service) && seen.add(service);
  };
  return lines(upstreams.replaceAll("\0", "\n")).filter(isFirst).join("\n");
}

function copied(environment: Record<string, string>, edge: string): string {
  try {
    return firstLines(dockerNow(environment, "cp", `${edge}:/etc/nginx/live/upstreams`, "-"));
  } catch (error) {
    if (/could not find the file|no such file/i.test((error as Error).message)) return "";
    throw error;
  }
}

const lines = (text: string) => text.split("\n").filter((line) => line !== "");
