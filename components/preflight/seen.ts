import { isUp, type Engine, type Listed, type Volume } from "../engine/engine";
import { identityOf, type EngineIdentity } from "../engine/identity";
import { labelOf, labelPrefix } from "../engine/labels";

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
export async function see(engine: Engine): Promise<Seen> {
  const identity = identityOf(await engine.info());
  const containers = await engine.containers([]);
  const volumes = await engine.volumes([`${labelPrefix}.system`]);
  return {
    engine: identity,
    things: [...containers.map(containerSeen), ...volumes.map(volumeSeen)],
  };
}

function containerSeen(found: Listed): Thing {
  const { id, name, ports } = found;
  return { kind: "container", ...ownerOf(found), id, name, ports: isUp(found) ? ports : [] };
}

function volumeSeen(found: Volume): Thing {
  const { name } = found;
  return { kind: "volume", ...ownerOf(found), id: name, name, ports: [] };
}

function ownerOf(found: Listed | Volume): Pick<Thing, "system" | "stack" | "service"> {
  const label = (name: "system" | "stack" | "service") => labelOf(found, name) ?? "";
  return { system: label("system"), stack: label("stack"), service: label("service") };
}
