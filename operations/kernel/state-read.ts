import type { z } from "zod";
import { contract } from "../../components/engine/contract";
import { UserError } from "../../components/engine/user-error";
import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import { outputs, State, type Kind, type Outputs, type StatedResource } from "./state-schema";
import { asJson } from "../../components/engine/as-json";

/** A state as commands read it. */
export interface StateRead {
  /** Version of what its components left in it; 0: it is older than versions. */
  contract: number;
  resources: StatedResource[];
  /** Operations that an update had begun when it was cut off. */
  pending: z.output<typeof State>["pending"];
}

/**
 * Reads a state, in the form in which `pulumi stack export` prints it or a file backend keeps it.
 *
 * @throws UserError when it is damaged
 */
export function stateOf(text: string): StateRead {
  const { data } = State.safeParse(asJson(text));
  if (!data) throw new UserError(say().contract.damaged());
  const versions = componentsOf(data.resources, "Host").map(({ urn, outputs: { contract: version } = {} }) =>
    version === undefined ? 0 : read(urn, "contract", outputs.Host.contract, version),
  );
  return { ...data, contract: Math.max(0, ...versions) };
}

/**
 * The components of one kind in a state, with what each registered at the end of its constructor.
 *
 * @throws UserError when that is damaged, or the state is of a newer version than this
 */
export function componentsIn<K extends Kind>(state: StateRead, kind: K): ({ name: string } & Outputs<K>)[] {
  const newer = newerThanThis(state);
  if (newer) throw new UserError(newer);
  return componentsOf(state.resources, kind).map(({ urn, outputs: said = {} }) => {
    const wanted = Object.entries<z.ZodType>(outputs[kind]).filter(([name]) => said[name] != null);
    const known = wanted.flatMap(([name, schema]) => {
      // What an older version left in another form is as good as not there: the next `pulumi up` writes it again.
      if (state.contract === 0 && !schema.safeParse(said[name]).success) return [];
      return [[name, read(urn, name, schema, said[name])] as const];
    });
    return { ...(Object.fromEntries(known) as Outputs<K>), name: nameOf(urn) };
  });
}

/** What is wrong with a state that a newer version wrote. */
export function newerThanThis({ contract: found, resources: [first] }: StateRead): Problem | undefined {
  return found > contract ? say().contract.newer(...stackOf(first), found, contract) : undefined;
}

/** @throws UserError when a value is not as its schema says */
function read<T>(urn: string, name: string, schema: z.ZodType<T>, value: unknown): T {
  const { data, error, success } = schema.safeParse(value);
  if (success) return data;
  throw new UserError(say().contract.damagedOutput(`${nameOf(urn)}.${name}`, expectedBy(error)));
}

/** Paths and what was expected there, never a value: one may be a secret. */
const expectedBy = ({ issues }: z.ZodError) =>
  issues.slice(0, 3).map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "));

/** Resources that are components of one kind. */
export const componentsOf = (resources: StatedResource[], kind: Kind) =>
  resources.filter((each) => each.type === `web-systems:index:${kind}` && !each.delete);

/** Stack and project, by the name of any of its resources. */
function stackOf(resource: StatedResource | undefined): [stack: string, project: string] {
  const [, , stack = "", , project = ""] = (resource?.urn ?? "").split(":");
  return [stack, project];
}

/** Name of a resource: the last part of its URN. */
export const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";

/** What an update had begun when it was cut off: `creating database`. */
export const operationsIn = ({ pending }: StateRead) =>
  pending.map(({ type, resource: { urn } }) => `${type} ${nameOf(urn)}`);
