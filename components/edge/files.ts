import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../engine/host";
import { nodeProgram } from "../engine/node-program";
import type { FilesJob } from "./jobs/job";
import type { FolderRoute, Route } from "./site";

/** A static build: a folder of an image, whose files Nginx serves itself. */
export interface StaticFiles {
  /** Image id. The image needs neither a shell nor a command, and never runs. */
  image: pulumi.Input<string>;
  /**
   * Absolute path of the folder in the image.
   * @example "/srv/www"
   */
  folder: string;
}

/** Requests get the files of a static build; a new build is a switch, without a new Nginx container. */
export type FilesRoute = Omit<FolderRoute, "folder"> & { files: StaticFiles };

/** A route of a site, or one with files that have yet to be put beside Nginx. */
export type WithFiles<To> = Route<To> | FilesRoute;

/** Arguments of {@link handOverFiles}. */
export interface HandOverFilesArgs {
  host: Host;
  /** Name of the Nginx container. */
  container: pulumi.Input<string>;
  /** Hands over again when one of these changes. */
  triggers: pulumi.Input<unknown>[];
}

/**
 * Where the files of a build lie in the Nginx container. Each build has a folder of its own, so that requests get files of one build
 * only, and going back to the last one is a switch too.
 */
export function liveFolder(live: string, image: string, folder: string): string {
  return `${live}/files-${createHash("sha256").update(`${image} ${folder}`).digest("hex").slice(0, 16)}`;
}

/** Copies the files of every route that has some into the live folder of Nginx; nothing serves them before the switch. */
export function handOverFiles(
  name: string,
  live: string,
  routes: WithFiles<unknown>[],
  { host, container, triggers }: HandOverFilesArgs,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  return routes
    .filter((route): route is FilesRoute => "files" in route)
    .map(({ path, files: { image, folder } }) =>
      nodeProgram<FilesJob>(
        `${name}-files-${path === "/" ? "root" : path.replace(/^\/|\/$/g, "").replaceAll("/", ".")}`,
        {
          file: [__dirname, "jobs/files-main"],
          host,
          job: pulumi.all([container, image]).apply(([nginx, id]) => ({
            ...{ container: nginx, image: id, folder, target: liveFolder(live, id, folder) },
          })),
          triggers,
        },
        { parent },
      ),
    );
}
