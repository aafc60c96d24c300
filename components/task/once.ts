import * as pulumi from "@pulumi/pulumi";
import type { Database } from "../database/database";
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
  /** Memory limit in MiB. Default 512. */
  memory?: number;
}

/** The command in a container on the database's network, with the rights and limits of a service; it is removed when it ended. */
export function once(name: string, args: OnceArgs, database: Database): pulumi.Output<pulumi.Unwrap<Once>> {
  const { host } = database;
  const [, , shell = ""] = exportSecrets(settingsFile);
  const settings = Object.entries(args.settings ?? {}).map(
    ([key, value]) => pulumi.interpolate`${key}=${value}`,
  );
  return pulumi
    .all([args.image, database.network, pulumi.all(settings), handOver({}, args.secrets ?? {})])
    .apply(([image, network, plain, files]): Once => ({
      variables: {
        NAME: `${host.prefix}-${name}`,
        IMAGE: image,
        NETWORK: network,
        LABELS: labels(host.system, host.stack, name, "job")
          .map(({ label, value }) => `${label}=${value}`)
          .join("\n"),
        SETTINGS: plain.join("\n"),
        SHELL_TEXT: shell,
        COMMAND: args.command.join("\n"),
        MEMORY: String(args.memory ?? 512),
      },
      files,
    }));
}
