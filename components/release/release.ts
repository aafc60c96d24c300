import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../engine/host";
import type { Image } from "../image/image";
import { Candidates } from "../service/candidates";
import type { Retention } from "./prune";
import { ReleaseProofs } from "./proofs";
import type { FailedRelease } from "./record";
import { Recorder } from "./recorder";

/** Arguments of {@link recordRelease}. */
export interface RecordReleaseArgs {
  host: Host;
  /** How much is kept for going back. Default: the images of 3 releases. */
  retention?: Retention;
  /**
   * Files and folders that the program is made of, below the folder of its packages. Default: the files that git tracks; without a repository
   * all but packages, state and what looks like a secret.
   *
   * @example ["index.ts", "Pulumi.yaml", "package.json", "package-lock.json", "apps", "migrations"]
   */
  files?: string[];
}

/** What a release is made of. */
export interface ReleaseParts {
  /** By the names under which `npm run releases` shows them. */
  images: Record<string, Image>;
  /** The release serves when this is known. */
  after: pulumi.Input<unknown>;
}

/** Writes the record of an update. A preview's does nothing. */
export interface ReleaseRecorder {
  /** Call it once, with what the release is made of. */
  complete(parts: ReleaseParts): void;
  /** The release failed in a step that is no resource. */
  failed(step: string, cause: string): Promise<FailedRelease>;
}

/**
 * Keeps a record of each update that does something: who, when, of what source, how long each step took, how it ended. It is on the stack's own host,
 * with the source beside it, so `npm run releases` and `npm run rollback` find it from any machine and with any state backend. Call it before
 * any container is made, and `complete` of what it returns at the end. A preview records nothing.
 *
 * @example
 * const release = recordRelease({ host });
 * …
 * release.complete({ images, after: verification.passed });
 */
export function recordRelease({ host, retention, files }: RecordReleaseArgs): ReleaseRecorder {
  const proofs = new ReleaseProofs("release");
  if (pulumi.runtime.isDryRun())
    return { complete: () => undefined, failed: async () => ({ served: false }) };
  const { environment, system, stack, world, events } = host;
  const kept = { ...(retention && { retention }), ...(files && { files }) };
  const recorder = new Recorder({ environment, system, stack, world, events, ...kept }, proofs);
  recorder.watch();
  const candidates = Candidates.watch({ environment, system, stack });
  return {
    complete: ({ images, after }) => {
      const ids = pulumi.output(
        Object.fromEntries(Object.entries(images).map(([name, { id, pinned }]) => [name, { id, pinned }])),
      );
      candidates.until(pulumi.output(after));
      ids.apply((released) => recorder.madeOf(released));
      pulumi.all([ids, after]).apply(() => recorder.complete());
    },
    failed: (step, cause) => recorder.failed(step, cause),
  };
}
