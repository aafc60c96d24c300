import { stripVTControlCharacters } from "node:util";
import { say } from "../messages/say";
import { lastLines, outputOf } from "./host";
import { type BaseImage, baseLabel, imagesNamed, isRootOf, localName, recipeHash } from "./image-list";
import { pullImage, type Registry } from "./image-pull";
import { buildRoot, canBuildRoot } from "./image-root";
import { imageStatus } from "./image-status";
import { UserError } from "../components/engine/user-error";
import type { Report } from "../operations/kernel/report";
import { run } from "../operations/kernel/run";

/** What to ensure, and how; the defaults are right outside tests. */
export interface ImageOptions {
  /** Local names such as `local/mariadb:11.8`, besides the root. Default: what the dev stack needs. */
  names?: readonly string[];
  /** Recipes in place of those of `images/`. */
  images?: readonly BaseImage[];
  registry?: Registry;
}

/** Pulls or builds at a time: two keep both the network and the processors busy. */
const parallel = 2;

/**
 * Makes sure that this engine has the base images under their local names: from a registry if one answers, else built
 * from `images/`. Costs one call of docker when all are there. A run that was interrupted is simply run again: an
 * image gets its name only when it is complete.
 *
 * @throws UserError when an image is missing and there is no way to get it here, or a build fails.
 */
export async function ensureBaseImages(report: Report, options: ImageOptions = {}): Promise<void> {
  const images = options.images ?? imagesNamed(options.names);
  const hashes = new Map(images.map((base) => [base, recipeHash(base, images)]));
  const status = await imageStatus(hashes);
  const wanted = images.filter((base) => status.get(base) !== "current");
  if (wanted.length === 0) return;

  const toBuild = await pullAll(wanted, options.registry ?? {}, report);
  if (toBuild.length === 0) return;
  for (const root of images.filter((base) => base.root)) {
    const on = toBuild.filter((base) => base === root || isRootOf(root, base));
    if (on.length === 0 || (!toBuild.includes(root) && (await isOurs(root)))) continue;
    const hash = hashes.get(root)!;
    if (!canBuildRoot(root, hash)) {
      const missing = on.filter((base) => status.get(base) === "missing");
      if (missing.length > 0) throw new UserError(noWay(missing));
      report(say().toolchain.images.kept(on.map(localName)));
      for (const base of on) toBuild.splice(toBuild.indexOf(base), 1);
      continue;
    }
    await buildRoot(root, hash, report);
  }
  const others = toBuild.filter((base) => !base.root);
  await inParallel(others, (base) => buildOnRoot(base, hashes.get(base)!, report));
}

/** Pulls what a registry gives; returns the rest, which is everything as soon as the registry fails once. */
async function pullAll(wanted: BaseImage[], registry: Registry, report: Report): Promise<BaseImage[]> {
  const left = new Set(wanted);
  let failure: string | undefined;
  const pull = async (base: BaseImage) => {
    if (failure) return;
    const trouble = await pullImage(base, registry, report);
    if (!trouble) left.delete(base);
    else failure ??= trouble;
  };
  // The first alone: whether a registry answers is found out once.
  const [first, ...rest] = wanted;
  if (first) await pull(first);
  await inParallel(rest, pull);
  if (failure) report(say().toolchain.images.noRegistry(failure));
  return [...left];
}

/** An official root image will not do to build on: it lacks the certificates that the recipes count on. */
async function isOurs(root: BaseImage): Promise<boolean> {
  const format = `{{index .Config.Labels "${baseLabel}"}}`;
  const { stdout } = await run("docker", ["image", "inspect", "--format", format, localName(root)], {
    reject: false,
  });
  return stdout.trim() !== "";
}

async function buildOnRoot(base: BaseImage, hash: string, report: Report): Promise<void> {
  const onLine = (line: string) => {
    const text = progressOf(line);
    if (text) report(`${base.name}: ${text}`);
  };
  const args = [
    "build",
    "--force-rm",
    "--label",
    `${baseLabel}=${hash}`,
    "--tag",
    localName(base),
    ...Object.entries(base.args ?? {}).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    base.folder,
  ];
  try {
    // The classic builder is in every engine and sees local images; buildx is a plug-in that Debian 12 lacks.
    await run("docker", args, { env: { DOCKER_BUILDKIT: "0" }, onLine });
  } catch (error) {
    const said = lastLines(outputOf(error), 15);
    throw new UserError(
      say().toolchain.images.buildFailed({ image: localName(base), folder: base.folder, said }),
    );
  }
}

/** A line of a build as progress: without colours, what it overwrote, and Docker's own remarks about its layers. */
export function progressOf(line: string): string {
  const text = stripVTControlCharacters(line.split("\r").at(-1)!).trim();
  return /^(--->|Removing intermediate container|DEPRECATED: )/.test(text) ? "" : text.slice(0, 120);
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  const results = await Promise.allSettled(Array.from({ length: parallel }, worker));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

/** What to do where there is neither a registry nor a way to build. */
export function noWay(missing: readonly BaseImage[]): string {
  return say().toolchain.images.noWay(missing.map(localName));
}
