import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { contextHash } from "./context-hash";
import type { Host } from "./host";

/** How an image is built from source. */
export interface Build {
  /** Folder with the Dockerfile, relative to the project. */
  context: string;
  /** Build arguments. Never secrets: they stay readable in the image's history. */
  args: Record<string, string>;
}

/** Arguments of {@link Image}. */
export interface ImageArgs {
  host: Host;
  /** Name and tag: of the image to pull, or to give the one that is built. */
  name: string;
  /** Build it from source; unset: it is taken from the host, or else pulled. */
  build?: Build;
}

/**
 * An image on the host. Everything later uses its id, so that what was tested is what runs.
 * It stays on the host when a release no longer uses it: going back needs it.
 */
export class Image extends pulumi.ComponentResource {
  /** Content address: `sha256:…`. */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: ImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:Image", name, {}, opts);
    const { host, build } = args;
    const source = build && contextHash(build.context);
    const image = new docker.RemoteImage(
      name,
      {
        // The source's hash is part of a built image's name: each release keeps an image of its own to go back to.
        name: source ? `${args.name}-${source.slice(0, 12)}` : args.name,
        keepLocally: true,
        ...(build && { build: { context: build.context, buildArgs: build.args, forceRemove: true } }),
      },
      { parent: this, provider: host.provider },
    );
    this.id = image.imageId;
    this.registerOutputs({ id: this.id });
  }
}
