import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../host";
import { labels } from "../labels";
import { handOver, settingsFile } from "../service/files";
import { exportSecrets, type Secrets } from "../service/secrets";
import type { Once } from "./once-script";

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

/** The command in a container on a network, with the rights and limits of a service; it is removed when it ended. */
export function once(
  name: string,
  args: OnceArgs,
  { host, network: place }: Place,
): pulumi.Output<pulumi.Unwrap<Once>> {
  const [, , shell = ""] = exportSecrets(settingsFile);
  const settings = Object.entries(args.settings ?? {}).map(
    ([key, value]) => pulumi.interpolate`${key}=${value}`,
  );
  const volumes = Object.entries(args.volumes ?? {}).map(
    ([path, volume]) => pulumi.interpolate`${volume}:${path}`,
  );
  return pulumi
    .all([args.image, place, pulumi.all(settings), pulumi.all(volumes), handOver({}, args.secrets ?? {})])
    .apply(([image, network, plain, mounted, files]): Once => ({
      variables: {
        NAME: `${host.prefix}-${name}`,
        IMAGE: image,
        NETWORK: network,
        LABELS: labels(host.system, host.stack, name, "job")
          .map(({ label, value }) => `${label}=${value}`)
          .join("\n"),
        SETTINGS: plain.join("\n"),
        VOLUMES: mounted.join("\n"),
        SHELL_TEXT: shell,
        COMMAND: args.command.join("\n"),
        MEMORY: String(args.memory ?? 512),
      },
      files,
    }));
}
