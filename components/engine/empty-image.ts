import type { Engine } from "./engine";

/** Name of an image without any file, which each engine makes for itself: no registry and no build is needed for it. */
export const emptyImage = "pulumi-web-systems/empty:1";

/** The end of a tar archive, which is all of one without files. */
const nothing = Buffer.alloc(1024);

/**
 * Makes the image {@link emptyImage} on an engine that does not have it. A container of it never runs: it is how the engine lets files into a
 * volume and out, and its name is something that only one can take. So both work on a host that has no image yet.
 *
 * @returns the image's name
 * @throws EngineFailed
 */
export async function ensureEmptyImage(engine: Pick<Engine, "image" | "importImage">): Promise<string> {
  if ((await engine.image(emptyImage)) === undefined) await engine.importImage(emptyImage, nothing);
  return emptyImage;
}
