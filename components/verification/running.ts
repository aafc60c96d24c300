import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../host";
import { look } from "../look";
import { userError } from "../user-error";

/** Arguments of {@link verifyRunning}. */
export interface VerifyRunningArgs {
  host: Host;
  /** Names of the containers that must run, by service. */
  containers: Record<string, pulumi.Input<string>[]>;
  /** Looks when these are done. */
  after: pulumi.Resource[];
}

/**
 * Looks at the end of every `pulumi up`, also of one with nothing to do, whether the containers run: the engine compares a program
 * with its state, and a container that somebody removed or that died since is still in the state. A preview does not look.
 *
 * @returns resolves when all of them run; fails the update with a pulumi.RunError that names those that do not
 */
export function verifyRunning({ host, containers, after }: VerifyRunningArgs): pulumi.Output<void> {
  if (pulumi.runtime.isDryRun()) return pulumi.output(undefined);
  const rows = Object.entries(containers).flatMap(([service, names]) =>
    names.map((name) => pulumi.interpolate`${service} ${name}`),
  );
  const lines = pulumi.all(rows).apply((found) => found.join("\n"));
  const stdout = look({ file: [__dirname, "running.sh"], host, variables: { CONTAINERS: lines } }, after);
  return stdout.apply((problems) => {
    if (problems === "") return;
    throw userError(`The system does not run as it should:\n${problems}`);
  });
}
