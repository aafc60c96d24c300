import { isUp, type Listed, type Volume } from "../engine/engine";
import { parseEngine, type EngineIdentity } from "../engine/identity";
import { labelPrefix } from "../engine/labels";
import { withEngine } from "../engine/with-engine";

/** A container or volume of a host. Labels that it does not have are empty. */
export interface Thing {
  kind: "container" | "volume";
  system: string;
  stack: string;
  service: string;
  id: string;
  name: string;
  /** TCP ports of the host that it holds: none of one that does not run. */
  ports: readonly number[];
}

/** What an engine says of itself, and what it has: every container, and every volume of ours, whatever stack they belong to. */
export interface Seen {
  engine: EngineIdentity | undefined;
  things: Thing[];
}

/** Asks one question after the other: over ssh, another connection takes longer than the answers. @throws Error when it does not answer */
export function see(environment: Record<string, string>): Promise<Seen> {
  return withEngine(environment, async (engine) => {
    const { ID: id, Name: name, DockerRootDir: root } = await engine.info();
    const containers = await engine.containers([]);
    const volumes = await engine.volumes([`${labelPrefix}.system`]);
    return {
      engine: parseEngine({ id, name, root }),
      things: [...containers.map(containerSeen), ...volumes.map(volumeSeen)],
    };
  });
}

function containerSeen({ id, name, status, labels, ports }: Listed): Thing {
  return { kind: "container", ...of(labels), id, name, ports: isUp({ status }) ? ports : [] };
}

const volumeSeen = ({ name, labels }: Volume): Thing => ({
  ...{ kind: "volume", ...of(labels), id: name, name, ports: [] },
});

function of(labels: Record<string, string>): Pick<Thing, "system" | "stack" | "service"> {
  const label = (name: string) => labels[`${labelPrefix}.${name}`] ?? "";
  return { system: label("system"), stack: label("stack"), service: label("service") };
}
