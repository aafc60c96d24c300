import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { projectRoot } from "../operations/kernel/paths";

/** An image that others are built on: `local/<name>:<tag>`, whichever way it came to this engine. */
export interface BaseImage {
  name: string;
  tag: string;
  /** Name of the official image that it stands for, as a registry knows it. */
  official: string;
  /** Holds what it is made from when no registry answers: a Dockerfile, or a script that makes a root file system. */
  folder: string;
  /** Made by `rootfs.sh` rather than by a Dockerfile on top of another base image. Default false. */
  root?: boolean;
  /** Tag of the root image that it is built on. Default: the only one. */
  on?: string;
  /** What its recipe is told, besides what every recipe is: build arguments of a Dockerfile, or `SUITE` of a `rootfs.sh`. */
  args?: Record<string, string>;
  /** Made only for those who ask for it by name: the dev stack does without it. Default false. */
  onRequest?: boolean;
}

/** Where the recipes are. The file `refreshed` in it is part of each hash: a new date there renews all images. */
const imagesFolder = join(projectRoot, "images");

/** Label of a built image: the hash of what it was built from. An image without it came from a registry. */
export const baseLabel = "io.pulumi-web-systems.base";

type Kind = Partial<Pick<BaseImage, "root" | "on" | "args" | "onRequest">>;

const image = (name: string, tag: string, official: string, kind: Kind = { on: "trixie" }): BaseImage => ({
  name,
  tag,
  official,
  folder: join(imagesFolder, name),
  ...kind,
});

/** An image of the Debian release before, for versions that the current one no longer has; made on request. */
const older = (name: string, tag: string, args: Record<string, string>): BaseImage =>
  image(name, tag, `${name}:${tag}`, {
    on: "bookworm",
    args: { DEBIAN: "bookworm", ...args },
    onRequest: true,
  });

/** All base images, the roots first: the others are built on one. Those of `npm start`, then those that are made on request. */
export const baseImages: readonly BaseImage[] = [
  image("debian", "trixie", "debian:trixie-slim", { root: true }),
  image("debian", "bookworm", "debian:bookworm-slim", {
    root: true,
    args: { SUITE: "bookworm" },
    onRequest: true,
  }),
  image("postgres", "17", "postgres:17"),
  image("nginx", "1.26", "nginx:1.26"),
  image("python", "3.13-slim", "python:3.13-slim"),
  image("node", "20-slim", "node:20-slim"),
  image("redis", "8", "redis:8"),
  image("mariadb", "11.8", "mariadb:11.8", { on: "trixie", onRequest: true }),
  older("postgres", "15", { PG_MAJOR: "15" }),
  older("mariadb", "10.11", { MARIADB_VERSION: "10.11" }),
];

/**
 * The images to make sure of, with the root that they are built on.
 *
 * @param names local names such as `local/mariadb:11.8`; unset: what the dev stack needs
 * @throws when there is no recipe of a name
 */
export function imagesNamed(names?: readonly string[]): BaseImage[] {
  if (!names) return baseImages.filter((base) => !base.onRequest);
  const unknown = names.filter((name) => !baseImages.some((base) => localName(base) === name));
  if (unknown.length > 0)
    throw new Error(
      `no recipe for ${unknown.join(", ")}; there are: ${baseImages.map(localName).join(", ")}`,
    );
  const named = baseImages.filter((base) => names.includes(localName(base)));
  return baseImages.filter((base) => named.some((each) => each === base || isRootOf(base, each)));
}

/** Whether an image is built on this one. */
export function isRootOf(root: BaseImage, base: BaseImage): boolean {
  return root.root === true && !base.root && (base.on ?? root.tag) === root.tag;
}

/** The name by which everything else refers to a base image. */
export function localName(base: BaseImage): string {
  return `local/${base.name}:${base.tag}`;
}

/**
 * Hash of what an image is made from: each file's path, executable bit and content, in its folder, in `refreshed`,
 * and, for an image built on a root image, in that one's folder.
 */
export function recipeHash(
  base: BaseImage,
  all: readonly BaseImage[],
  refreshed = join(imagesFolder, "refreshed"),
): string {
  const hash = createHash("sha256");
  if (base.args) hash.update(JSON.stringify(base.args));
  const roots = all.filter((other) => isRootOf(other, base));
  for (const folder of [base, ...roots].map((each) => each.folder)) {
    for (const file of filesUnder(folder)) {
      const executable = (statSync(file).mode & 0o100) !== 0;
      const content = readFileSync(file);
      // The length keeps two files from passing for one that holds both.
      hash.update(`${relative(folder, file)}\0${executable}\0${content.length}\0`).update(content);
    }
  }
  return hash.update(readFileSync(refreshed)).digest("hex").slice(0, 32);
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
    )
    .sort();
}
