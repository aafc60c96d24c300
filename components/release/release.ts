import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../host";
import type { Image } from "../image";
import type { Retention } from "./prune";
import { Recorder } from "./recorder";

/** Arguments of {@link recordRelease}. */
export interface RecordReleaseArgs {
  host: Host;
  /** How much is kept for going back. Default: the images of 3 releases. */
  retention?: Retention;
}

/** What a release is made of. */
export interface ReleaseParts {
  /** By the names under which `npm run releases` shows them. */
  images: Record<string, Image>;
  /** The release serves when this is known. */
  after: pulumi.Input<unknown>;
}

/**
 * Keeps a record of each update that does something: who, when, of what source, how long each step took, how it ended. It is on the stack's own host,
 * with the source beside it, so `npm run releases` and `npm run rollback` find it from any machine and with any state backend. Call it before
 * any container is made, and what it returns when the release serves. A preview records nothing.
 *
 * @example
 * const complete = recordRelease({ host });
 * …
 * complete({ images, after: running });
 */
export function recordRelease({ host, retention }: RecordReleaseArgs): (parts: ReleaseParts) => void {
  if (pulumi.runtime.isDryRun()) return () => undefined;
  const { environment, system, stack } = host;
  const recorder = new Recorder({ environment, system, stack }, retention);
  recorder.watch();
  return ({ images, after }) => {
    const ids = pulumi.output(
      Object.fromEntries(Object.entries(images).map(([name, { id, pinned }]) => [name, { id, pinned }])),
    );
    pulumi.all([ids, after]).apply(([released]) => recorder.complete({ images: released }));
  };
}
