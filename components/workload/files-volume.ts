import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../engine/host";

/** Arguments of {@link FilesVolume}. */
export interface FilesVolumeArgs {
  host: Host;
}

/** A volume for files that a task makes and others read. It holds nothing that cannot be made again, and goes with the stack. */
export class FilesVolume extends pulumi.ComponentResource {
  /** Name of the volume. */
  readonly name: pulumi.Output<string>;

  constructor(name: string, { host }: FilesVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:FilesVolume", name, {}, opts);
    const volume = new docker.Volume(
      name,
      { name: `${host.prefix}-${name}`, labels: host.labels(name) },
      { parent: this, provider: host.provider },
    );
    this.name = volume.name;
    this.registerOutputs({ name: this.name });
  }
}
