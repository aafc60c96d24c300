import { say } from "../../messages/say";
import { isUp, type Engine } from "../engine/engine";
import { UserError } from "../engine/user-error";

/** What a run is found by. */
interface Named {
  name: string;
  labels: Record<string, string>;
}

/**
 * Removes what a run that was killed left, if it has ended: by its id, and only when its labels say that it is this stack's.
 *
 * @throws UserError when the name is taken by a container that must stay
 */
export async function clearAway(
  engine: Pick<Engine, "container" | "remove">,
  { name, labels }: Named,
): Promise<void> {
  const found = await engine.container(name);
  if (found === undefined) return;
  const lacks = Object.entries(labels)
    .filter(([key, value]) => found.labels[key] !== value)
    .map(([key, value]) => `${key}=${value}`);
  if (lacks.length > 0) throw new UserError(say().workload.nameTaken({ name, lacks }));
  if (isUp(found)) throw new UserError(say().workload.stillRuns({ name, id: found.id.slice(0, 12) }));
  // One that was started meanwhile stays.
  await engine.remove(found.id, { force: false });
}
