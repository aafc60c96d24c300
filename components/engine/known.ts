import { parseEngine, type EngineIdentity } from "./identity";

/** What a state knows of the host. */
export interface Known {
  /** Ids of its containers. */
  containers: string[];
  /** Engines that its Hosts were on. Empty in a state that is older than this. */
  engines: EngineIdentity[];
}

/** A resource as any state has it. */
interface Resource {
  type: string;
  id?: unknown;
  outputs?: { id?: unknown; engine?: unknown };
}

/** What the resources of a state say of the host. */
export function knownIn(resources: Resource[]): Known {
  const of = (type: string) => resources.filter((each) => each.type === type);
  return {
    containers: of("docker:index/container:Container").map(({ id, outputs }) => String(id ?? outputs?.id)),
    engines: of("web-systems:index:Host").flatMap(({ outputs }) => parseEngine(outputs?.engine) ?? []),
  };
}
