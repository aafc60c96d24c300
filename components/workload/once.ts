import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import type { Host } from "../engine/host";
import { labelRecord, labels } from "../engine/labels";
import { settingsFile } from "./files";
import { assignments, exportSecrets, type Secrets } from "./secrets";
import { UserError } from "../engine/user-error";
import { limitMistakes } from "./once-limits";
import type { Once } from "./run-once";

/** A command of the release's own image that runs once and ends. */
export interface OnceArgs {
  /** Image id: of the new release. */
  image: pulumi.Input<string>;
  /**
   * The command and its arguments.
   * @example ["python", "manage.py", "migrate", "--noinput"]
   */
  command: string[];
  /** Plain settings, as environment variables. */
  settings?: Record<string, pulumi.Input<string>>;
  /** Secret settings, as environment variables that come from a file. */
  secrets?: Secrets;
  /** Volumes that it writes: name of the volume by path in the container. Default none. */
  volumes?: Record<string, pulumi.Input<string>>;
  /** Memory limit in MiB. Default 512. */
  memory?: number;
}

/** Where it runs; a database is such a place. */
export interface Place {
  host: Host;
  network: pulumi.Input<string>;
}

/**
 * The command in a container on a network, with the rights and limits of a service; it is removed when it ended.
 *
 * @throws UserError, when the values are known, naming everything that no container could be started with
 */
export function once(
  name: string,
  args: OnceArgs,
  { host, network: place }: Place,
): pulumi.Output<pulumi.Unwrap<Once>> {
  const { image, command, settings = {}, secrets = {}, volumes = {}, memory = 512 } = args;
  const values = pulumi.all([
    image,
    place,
    pulumi.output(settings),
    pulumi.output(secrets),
    pulumi.output(volumes),
  ]);
  const job = values.apply(([id, network, plain, hidden, mounted]): Once => {
    const mistakes = limitMistakes({ command, settings: plain, secrets: hidden, volumes: mounted });
    if (mistakes.length > 0) throw new UserError({ what: say().workload.cannotRun(name), details: mistakes });
    return {
      name: `${host.prefix}-${name}`,
      image: id,
      network,
      labels: labelRecord(labels(host.system, host.stack, name, "job")),
      settings: plain,
      volumes: mounted,
      memory,
      command: [...exportSecrets(settingsFile), ...command],
      files: { [settingsFile]: assignments(hidden) },
      settingsFile,
    };
  });
  return pulumi.secret(job);
}
