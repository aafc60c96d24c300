import { say } from "../../messages/say";
import type { EngineInfo } from "./api/types";

/** Which Docker engine it is, whatever address leads to it. */
export interface EngineIdentity {
  id: string;
  /** Its host's name, for people. */
  name: string;
  /** Where it keeps its data. Two engines of one machine may share an id. */
  root: string;
}

/** Says in the environment of one command that this engine takes the place of the state's: its name. */
export const newEngineVariable = "NEW_ENGINE";

const seen = new Map<string, EngineIdentity>();

/** Notes which engine answered at an address: the preflight looks, and `Host` puts it into the state. */
export function rememberEngine(endpoint: string, engine: EngineIdentity): void {
  seen.set(endpoint, engine);
}

/** The engine that answered at an address; undefined where the preflight did not look. */
export const engineAt = (endpoint: string) => seen.get(endpoint);

/** Which one an engine says that it is; undefined of one that does not say all of it. */
export const identityOf = ({ ID: id, Name: name, DockerRootDir: root }: EngineInfo) =>
  parseEngine({ id, name, root });

/** Reads an engine from a state. */
export function parseEngine(value: unknown): EngineIdentity | undefined {
  const { id, name, root } = (value ?? {}) as Partial<Record<keyof EngineIdentity, unknown>>;
  const isWhole = typeof id === "string" && typeof name === "string" && typeof root === "string";
  return isWhole ? { id, name, root } : undefined;
}

/** Whether both are one engine. */
export const isSameEngine = (a: EngineIdentity, b: EngineIdentity) =>
  a.id === b.id && a.name === b.name && a.root === b.root;

/** One engine in a sentence. */
export const engineInWords = (engine: EngineIdentity) => say().engine.identity(engine);
