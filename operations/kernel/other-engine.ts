import { ifPossible, type Engine } from "../../components/engine/engine";
import {
  engineInWords,
  identityOf,
  isSameEngine,
  type EngineIdentity,
} from "../../components/engine/identity";
import { knownIn, type Known } from "../../components/engine/known";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import type { StatedResource } from "./state-schema";
import { stateOf } from "./state-read";
import { pulumi, type StackTarget } from "./stack";

/**
 * Refuses to go on where a refresh would forget all that the state knows.
 *
 * @param resources of the state. Default: they are exported
 * @throws UserError when the engine is another than that of the state
 */
export async function refuseOtherEngine(
  target: StackTarget,
  engine: Engine,
  resources?: StatedResource[],
): Promise<void> {
  const trouble = await otherEngine(knownIn(resources ?? (await exported(target))), engine);
  if (trouble === undefined) return;
  throw new UserError(say().kernel.refusedEngine({ trouble, stack: target.stack }));
}

/** None where the CLI cannot read the state: what needs it fails by that, and says so. */
async function exported(target: StackTarget): Promise<StatedResource[]> {
  const { exitCode, stdout } = await pulumi(target, ["stack", "export"], { reject: false });
  return exitCode === 0 ? stateOf(stdout).resources : [];
}

/**
 * Why an engine is not the one of a state: it is another by its identity, and has none of the containers that the state knows. Undefined when it is,
 * when the state says nothing, or when the engine does not answer, which others tell.
 */
export async function otherEngine(known: Known, engine: Engine): Promise<string | undefined> {
  const identity = await ifPossible(engine.info().then(identityOf));
  const here = await ifPossible(engine.containers([]));
  if (!identity || !here) return undefined;
  return judgeEngine(
    identity,
    here.map(({ id }) => id),
    known,
  );
}

/** @param here ids of the engine's containers */
export function judgeEngine(engine: EngineIdentity, here: string[], known: Known): string | undefined {
  if (known.containers.some((id) => here.includes(id))) return undefined;
  if (known.engines.some((one) => isSameEngine(one, engine))) return undefined;
  const words = engineInWords(engine);
  if (known.engines.length > 0)
    return say().kernel.otherEngine({ engine: words, known: known.engines.map(engineInWords) });
  if (known.containers.length === 0) return undefined;
  return say().kernel.unknownEngine({ engine: words, count: known.containers.length });
}
