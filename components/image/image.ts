import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import type { Host } from "../engine/host";
import type { Pinned } from "./answers";
import { buildMistakes, contentOf, planBuild, refuse, type PackageSources } from "./build";
import type { BuildJob } from "./build-job";
import { withEngine } from "../engine/with-engine";
import { hasDigest, nameMistake } from "./name";
import { pinImage } from "./pin";
import { nodeProgram } from "../engine/node-program";

/** How an image is built from source. */
export interface Build {
  /** Folder with the Dockerfile, relative to the project. */
  context: string;
  /**
   * Build arguments. Never secrets: they stay readable in the image's history.
   * @default none
   * @example { VERSION: "1.0.0" }
   */
  args?: Record<string, string>;
  /**
   * Base images, by the build argument that the Dockerfile takes each by (`ARG PYTHON_IMAGE=python:3.13-slim`, `FROM
   * ${PYTHON_IMAGE}`): so that the stack's registry counts for them too, and a renewed one builds the image again.
   * @default none
   * @example { PYTHON_IMAGE: new Image("python-image", { host, name: "python:3.13-slim" }) }
   */
  bases?: Record<string, Image>;
  /** Where it gets packages from. Default: what the Dockerfile says. */
  packages?: PackageSources;
}

/** Arguments of {@link Image}. */
export interface ImageArgs {
  host: Host;
  /**
   * The image to take: its name, or what `preflight` found out about it. A name is pinned to the digest that it has in its registry now
   * (images under `local/`: to their id on the host); one with a digest is taken as it is. With `build`: the name and tag to give.
   * @example "postgres:17", "ghcr.io/shop/app:1.2", "proxy-system/backend:1.0.0"
   */
  name: string | Pinned;
  /** Build it from source. Unset: it is taken from its registry, or from the host. */
  build?: Build;
}

/**
 * An image on the host. Everything later uses its id, so that what was tested is what runs.
 * It stays on the host when a release no longer uses it: going back needs it.
 */
export class Image extends pulumi.ComponentResource {
  /** Content address: `sha256:…`. */
  readonly id: pulumi.Output<string>;
  /** What it is known by before it is there: an image built on it changes when this does. */
  readonly pinned: pulumi.Output<Pinned>;

  /** @throws UserError when the name is none, contradicts `build`, or the build cannot begin */
  constructor(name: string, args: ImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:Image", name, {}, opts);
    refuse(name, imageMistakes(args));
    const { host, build } = args;
    const child = { parent: this, provider: host.provider };
    if (build) {
      const image = this.build(name, args.name as string, build, host);
      this.id = image.id;
      this.pinned = pulumi.output({ name: image.name, content: image.id });
    } else {
      this.pinned = pulumi.output(
        typeof args.name === "string" ? pinImage(args.name, host.images) : args.name,
      );
      this.id = this.take(name, args, child);
    }
    this.registerOutputs({ id: this.id, pinned: this.pinned });
  }

  private build(name: string, tag: string, build: Build, host: Host) {
    const { context, bases = {}, args = {}, packages = {} } = build;
    const pins = Object.fromEntries(Object.entries(bases).map(([arg, base]) => [arg, base.pinned]));
    const plan = pulumi
      .all(pins)
      .apply((pinned) => planBuild({ name: tag, context, args, bases: pinned, packages }));
    const built = nodeProgram(
      name,
      {
        file: [__dirname, "build-job"],
        host,
        job: plan.apply(({ name: full, buildArgs }): BuildJob => ({ name: full, context, args: buildArgs })),
        triggers: [plan.triggers],
        // Its output is the id, which is for the program; the progress comes by standard error.
        quiet: true,
      },
      // The base images are on the host then, pulled with the account that may read them.
      { parent: this, dependsOn: Object.values(bases) },
    );
    // No secret, though what a job with standard input prints is taken for one: previews show it, and the edge is told of files by it.
    const printed = pulumi.unsecret(built.stdout);
    // A name stands for one content for ever: of an image that is there a preview knows the id, whatever lets its job run again.
    const id = pulumi.runtime.isDryRun()
      ? pulumi
          // The URN, so that it is known to come from this build.
          .all([plan.name.apply((full) => idOf(host.environment, full)), built.urn])
          .apply(([there]) => (there === undefined ? printed : pulumi.output(there)))
      : printed;
    return { id, name: plan.name };
  }

  private take(name: string, { host, name: given }: ImageArgs, child: pulumi.CustomResourceOptions) {
    const image = new docker.RemoteImage(
      name,
      {
        name: this.pinned.name,
        keepLocally: true,
        // An image of the host has no digest in its name: its id shows that it is another.
        triggers: this.pinned.apply((pinned) => contentOf({ content: pinned })),
      },
      child,
    );
    // A name on the host: without one `docker image prune` takes it, and when no registry answers it tells what this stack uses.
    const kept =
      typeof given === "string"
        ? host.images.registry !== "local" && !given.startsWith("local/")
        : given.keptAs !== undefined;
    if (kept)
      new docker.Tag(
        `${name}-kept`,
        {
          sourceImage: this.pinned.name,
          targetImage: this.pinned.apply((pinned) => pinned.keptAs ?? pinned.name),
        },
        { ...child, dependsOn: image },
      );
    return image.imageId;
  }
}

/** Id of an image that is on the engine; undefined when it is not, or the engine does not answer. */
async function idOf(environment: Record<string, string>, name: string): Promise<string | undefined> {
  try {
    return (await withEngine(environment, (engine) => engine.image(name)))?.id;
  } catch {
    return undefined;
  }
}

/** What is wrong with what an image is to be, each with a fix. */
function imageMistakes({ name, build }: ImageArgs): Problem[] {
  if (typeof name !== "string" || (build && hasDigest(name)))
    return build ? [say().image.takenAndBuilt()] : [];
  const mistake = nameMistake(name);
  if (mistake) return [mistake];
  const { context = "", args = {}, bases = {}, packages = {} } = build ?? {};
  return build ? buildMistakes({ context, args, packages }, Object.keys(bases)) : [];
}
