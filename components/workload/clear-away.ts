import { say } from "../../messages/say";
import { docker } from "../engine/docker";
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
export async function clearAway({ name, labels }: Named): Promise<void> {
  const format = '{"id":{{json .Id}},"running":{{json .State.Running}},"labels":{{json .Config.Labels}}}';
  const answer = await docker({}, "container", "inspect", "--format", format, name).catch((error: Error) => {
    if (/no such container/i.test(error.message)) return undefined;
    throw error;
  });
  if (answer === undefined) return;
  const found = JSON.parse(answer) as { id: string; running: boolean; labels: Record<string, string> | null };
  const lacks = Object.entries(labels)
    .filter(([key, value]) => found.labels?.[key] !== value)
    .map(([key, value]) => `${key}=${value}`);
  if (lacks.length > 0) throw new UserError(say().workload.nameTaken({ name, lacks }));
  if (found.running) throw new UserError(say().workload.stillRuns({ name, id: found.id.slice(0, 12) }));
  await docker({}, "rm", "--volumes", found.id);
}
