import { docker } from "../engine/docker";

/** What a run is found by. */
interface Named {
  name: string;
  labels: Record<string, string>;
}

/**
 * Removes what a run that was killed left, if it has ended: by its id, and only when its labels say that it is this stack's.
 *
 * @throws Error when the name is taken by a container that must stay
 */
export async function clearAway({ name, labels }: Named): Promise<void> {
  const format = '{"id":{{json .Id}},"running":{{json .State.Running}},"labels":{{json .Config.Labels}}}';
  const answer = await docker({}, "container", "inspect", "--format", format, name).catch((error: Error) => {
    if (/no such container/i.test(error.message)) return undefined;
    throw error;
  });
  if (answer === undefined) return;
  const found = JSON.parse(answer) as { id: string; running: boolean; labels: Record<string, string> | null };
  const foreign = Object.entries(labels).filter(([key, value]) => found.labels?.[key] !== value);
  if (foreign.length > 0)
    throw new Error(
      [
        `The name of container ${name} is taken, and it is not a job of this stack: it lacks ${foreign.map(([key, value]) => `${key}=${value}`).join(", ")}.`,
        "It was left as it is.",
        `  fix: find out whose it is (docker inspect ${name}), and rename it (docker rename ${name} NEW-NAME) or remove it`,
      ].join("\n"),
    );
  if (found.running)
    throw new Error(
      [
        `The container ${name} still runs: another update is at the same step, or was killed there.`,
        `  fix: wait until it ends (docker logs -f ${name}); if no update runs that began it: docker rm --force --volumes ${found.id.slice(0, 12)}`,
      ].join("\n"),
    );
  await docker({}, "rm", "--volumes", found.id);
}
