import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import { edgePorts } from "../../config/edge";
import { emergencyVariable, guardDeployment } from "../../config/guard";
import { imageSources, packageSources } from "../../config/images";
import { readConfig } from "../../config/read";
import type { EverySystem } from "../../config/system";
import { Host } from "../engine/host";
import { UserError } from "../engine/user-error";
import { theWorld } from "../engine/world";
import type { Nginx } from "../edge/nginx";
import { Image } from "../image/image";
import { preflight, type PreflightArgs } from "../preflight/preflight";
import { recordRelease, type RecordReleaseArgs } from "../release/release";
import { Verification, type VerificationArgs } from "../verification/verification";
import type { z } from "zod";

/** What {@link system} needs to know before anything is made. */
export interface SystemArgs<Config extends EverySystem, Name extends string, Inputs> {
  /** What the stack files of the system may say, as `systemSchema` makes it. */
  config: z.ZodType<Config>;
  /** Images from registries, by the names that the program gives them. Each must exist before anything changes. */
  images: Record<Name, string>;
  /**
   * Folders of SQL files that must be in order; with the database's product their SQL is looked at too.
   * @example [{ folder: "migrations", product: "PostgreSQL" }]
   */
  migrations?: PreflightArgs["migrations"];
  /**
   * Folders and files of the host that containers mount, by the key of the stack file that names each. Default none.
   * @example ({ backend }) => ({ "backend.certificates": backend.certificates })
   */
  paths?: (config: Config) => Record<string, string | undefined>;
  /**
   * What else is read before anything is looked at, such as files with settings: a mistake in it changes nothing. Default: nothing.
   * @example ({ environment }) => ({ env: readEnvFile(environment.file) })
   */
  inputs?: (config: Config) => Inputs;
  /** How long images and sources of releases are kept, and what the source is. */
  release?: Pick<RecordReleaseArgs, "retention" | "files">;
}

/** What a system is made with. */
export interface Frame<Config, Name extends string, Inputs> {
  /** What the stack file says, with every default filled in. */
  config: Config;
  /** What `inputs` read. */
  inputs: Inputs;
  /** Where the stack lives. */
  host: Host;
  /** One of the images from registries, pinned to what its tag stands for. */
  pulled: (name: Name) => Image;
  /**
   * An image of the project's own, from `apps/<name>`.
   *
   * @param version its tag
   * @example built("backend", config.backend.version, { bases: { PYTHON_IMAGE: "python" } })
   */
  built: (name: string, version: string, build?: BuiltFrom<Name>) => Image;
}

/** How an image of the project is built. */
export interface BuiltFrom<Name extends string> {
  /** Build arguments that name an image which it starts from. Default: none. */
  bases?: Record<string, Name>;
  /** Other build arguments. Default: VERSION, which is its version. */
  args?: Record<string, string>;
}

/** What was made of it. */
export interface Made {
  nginx: Nginx;
  /** What must be true of it at the end of every update. All that runs on the host is looked at in any case. */
  checks?: Pick<VerificationArgs, "http" | "databases" | "commands" | "after">;
}

/**
 * The frame of a program: reads its stack file, keeps to the times of deployment, looks at the host before anything changes, keeps a record of the
 * release, and verifies it at the end. What the system consists of is what `define` makes.
 *
 * @returns the program: what `index.ts` exports
 * @throws UserError naming everything that is in the way; nothing has been changed then
 * @example
 * export = system({ config: StackConfig, images: { postgres: "postgres:17", … } }, ({ config, host, pulled, built }) => {
 *   const database = new Postgres("database", { host, image: pulled("postgres").id, … });
 *   …
 *   return { nginx, checks: { http: [{ path: "/health" }] } };
 * });
 */
export function system<Config extends EverySystem, Name extends string, Inputs = undefined>(
  {
    config: schema,
    images: official,
    migrations = [],
    paths,
    inputs: read,
    release: kept,
  }: SystemArgs<Config, Name, Inputs>,
  define: (frame: Frame<Config, Name, Inputs>) => Made,
): () => Promise<{ url: pulumi.Output<string> }> {
  return async () => {
    const world = theWorld;
    const named = { system: pulumi.getProject(), stack: pulumi.getStack() };
    const config = readConfig(schema, named);
    const emergency = world.variable(emergencyVariable);
    guardDeployment(config.deployments, { ...named, now: world.now(), emergency });
    const inputs = read?.(config) as Inputs;
    const sources = imageSources(config);
    const engine = {
      ...{ endpoint: config.host, certificates: config.hostCertificates },
      ...named,
      world,
    };
    const pinned = await preflight({
      ...engine,
      ports: { ...edgePorts(config.edge), ...localPorts(config) },
      paths: given(paths?.(config) ?? {}),
      migrations,
      images: { ...sources, names: Object.values<string>(official) },
    });

    const host = new Host("host", { ...engine, ...sources });
    const release = recordRelease({ host, ...kept });
    const images: Record<string, Image> = {};
    const pulled = (name: Name) =>
      (images[name] ??= new Image(`${name}-image`, { host, name: pinned[official[name]] ?? official[name] }));
    const builds = new Map<string, string>();
    const built = (name: string, version: string, build: BuiltFrom<Name> = {}) => {
      const { bases: from = {}, args = { VERSION: version } } = build;
      const sorted = (of: Record<string, string>) => Object.entries(of).sort();
      refuseOther(builds, name, JSON.stringify([version, sorted(from), sorted(args)]), name in official);
      const bases = Object.fromEntries(Object.entries(from).map(([arg, base]) => [arg, pulled(base)]));
      const packages = packageSources(config.builds);
      return (images[name] ??= new Image(`${name}-image`, {
        host,
        name: `${engine.system}/${name}:${version}`,
        build: { context: `apps/${name}`, args, bases, packages },
      }));
    };

    const { nginx, checks = {} } = define({ config, inputs, host, pulled, built });
    const verification = new Verification("verification", { host, nginx, release, ...checks });
    release.complete({ images, after: verification.passed });
    return { url: verification.passed.apply(() => nginx.url) };
  };
}

/** One name is one image: otherwise a service would silently run the image of another call. */
function refuseOther(builds: Map<string, string>, name: string, build: string, isPulled: boolean): void {
  if (isPulled) throw new UserError(say().system.builtAndPulled(name));
  if ((builds.get(name) ?? build) !== build) throw new UserError(say().system.builtTwice(name));
  builds.set(name, build);
}

/** Ports of databases that are published for tools, by the key that says so. */
function localPorts(config: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(config as Record<string, { localPort?: number } | undefined>).flatMap(([group, value]) =>
      typeof value?.localPort === "number" ? [[`${group}.localPort`, value.localPort]] : [],
    ),
  );
}

const given = (paths: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(paths).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
