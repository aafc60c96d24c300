import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import { contextHash } from "./context-hash";
import { problemList } from "../engine/problem-list";
import { UserError } from "../engine/user-error";
import type { Pinned } from "./answers";
import { readDockerfile } from "./dockerfile";
import { hasDigest } from "./name";

/** Where builds get packages from, and whom they believe. Each reaches only those Dockerfiles that declare its argument. */
export interface PackageSources {
  /**
   * Debian's archive; `ARG APT_MIRROR`.
   * @default the base image's own
   * @example "https://mirrors.tuna.tsinghua.edu.cn/debian"
   */
  apt?: string;
  /**
   * Index of Python packages; `ARG PIP_INDEX_URL`.
   * @default the Dockerfile's own, PyPI
   * @example "https://pypi.tuna.tsinghua.edu.cn/simple"
   */
  pip?: string;
  /**
   * Registry of npm packages; `ARG NPM_REGISTRY`.
   * @default the Dockerfile's own, npmjs.org
   * @example "https://registry.npmmirror.com"
   */
  npm?: string;
  /**
   * File of the machine that runs pulumi with the certificates of your network's own authorities, in PEM, at most 100 KiB;
   * `ARG CA_BUNDLE` gets its text.
   * @default none
   */
  caFile?: string;
}

/** What a build is given, in plain values. */
export interface BuildPlan {
  /** Name and tag, with a hash of all that the image is made from at its end. */
  name: string;
  buildArgs: Record<string, string>;
  /** Why it is built again, in the words of a preview: hash of the source, content of base images that only the host has. */
  triggers: Record<string, string>;
}

/** What {@link planBuild} goes by. */
export interface BuildInputs {
  name: string;
  context: string;
  args: Record<string, string>;
  bases: Record<string, Pinned>;
  packages: PackageSources;
}

/**
 * Everything that is wrong with a build before it begins, each with a fix; empty when it can begin.
 *
 * @param baseNames build arguments for which base images are given
 */
export function buildMistakes(build: Omit<BuildInputs, "name" | "bases">, baseNames: string[]): Problem[] {
  const texts = say().image;
  const file = join(build.context, "Dockerfile");
  if (!existsSync(file)) return [texts.noDockerfile(file)];
  const { bases, fixed } = readDockerfile(readFileSync(file, "utf8"));
  const { caFile, ...mirrors } = build.packages;
  return [
    ...fixed.map((base) => texts.fixedBase({ file, base })),
    ...Object.entries(bases)
      .filter(([arg]) => !baseNames.includes(arg))
      .map(([arg, base]) => texts.missingBase({ file, arg, base })),
    ...baseNames.filter((arg) => !(arg in bases)).map((arg) => texts.unusedBase({ file, arg })),
    ...Object.entries({ ...mirrors, ...build.args })
      .filter(([, value]) => /^[a-z][a-z0-9+.-]*:\/\/[^/\s]*@/i.test(value))
      .map(([name]) => texts.passwordInArgument(name)),
    ...(caFile !== undefined && !existsSync(caFile) ? [texts.noCaFile(caFile)] : []),
  ];
}

/**
 * What a build is given, and a name that is another whenever anything of it is: so that nothing is built twice, and each release
 * keeps an image of its own to go back to.
 */
export function planBuild({ name, context, args, bases, packages }: BuildInputs): BuildPlan {
  const images = Object.entries(bases).map(([arg, { name: image }]): [string, string] => [arg, image]);
  const values: Record<string, string> = { ...packageArgs(packages), ...args, ...Object.fromEntries(images) };
  const names = buildArgNames({ context, args, packages }, Object.keys(bases));
  const buildArgs = Object.fromEntries(names.map((arg) => [arg, values[arg] ?? ""]));
  const triggers = { source: contextHash(context), ...contentOf(bases) };
  const hash = createHash("sha256").update(JSON.stringify([sorted(triggers), sorted(buildArgs)]));
  return { name: `${name}-${hash.digest("hex").slice(0, 12)}`, buildArgs, triggers };
}

/** The content of images whose name does not say it: so a preview shows that one of them was renewed. */
export function contentOf(images: Record<string, Pinned>): Record<string, string> | undefined {
  const nameless = Object.entries(images).filter(([, { name }]) => !hasDigest(name));
  return nameless.length === 0
    ? undefined
    : Object.fromEntries(nameless.map(([arg, { content }]) => [arg, content]));
}

function buildArgNames(
  { context, args, packages }: Omit<BuildInputs, "name" | "bases">,
  bases: string[],
): string[] {
  const { args: declared } = readDockerfile(readFileSync(join(context, "Dockerfile"), "utf8"));
  return [
    ...Object.keys(args),
    ...Object.keys(packageArgs(packages)).filter((arg) => declared.has(arg)),
    ...bases,
  ];
}

function packageArgs({ apt, pip, npm, caFile }: PackageSources): Record<string, string> {
  const args = {
    APT_MIRROR: apt,
    PIP_INDEX_URL: pip,
    NPM_REGISTRY: npm,
    CA_BUNDLE: caFile === undefined ? undefined : readFileSync(caFile, "utf8").trim(),
  };
  return Object.fromEntries(Object.entries(args).flatMap(([arg, value]) => (value ? [[arg, value]] : [])));
}

function sorted(values: Record<string, string>): [string, string][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @throws UserError with all mistakes of one image */
export function refuse(image: string, mistakes: Problem[]): void {
  if (mistakes.length === 0) return;
  throw new UserError(problemList(say().image.cannotBeCreated(image), mistakes));
}
