import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";

/** The parts of an image's name, with what Docker leaves unsaid filled in. */
export interface ImageName {
  /** Registry: `docker.io` when the name says none; `local` for images that only the host has. */
  host: string;
  /** Below the registry: `library/postgres` for the official `postgres`. */
  path: string;
  /** `:17`, `@sha256:…`, or both; empty when the name says neither. */
  version: string;
}

const component = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const digest = "@sha256:[0-9a-f]{64}";
/** What Docker takes as a name. */
const grammar = new RegExp(
  `^(?:[a-zA-Z0-9.-]+(?::\\d+)?/)?(?:${component}/)*${component}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:${digest})?$`,
);

/** Why a text is not a valid image name, and what to write; undefined when it is one. */
export function nameMistake(image: string): Problem | undefined {
  const { badName } = say().image;
  if (/^[a-z+]+:\/\//.test(image)) return badName(image, "url");
  if (!grammar.test(image)) return badName(image, "grammar");
  const { version } = parseName(image);
  if (version === "") return badName(image, "noVersion");
  if (version === ":latest") return badName(image, "latest");
  return undefined;
}

/** Takes a name apart. It must be one: see {@link nameMistake}. */
export function parseName(image: string): ImageName {
  const [, first, rest] = /^([^/]+)\/(.+)$/.exec(image) ?? [];
  const isHost = first !== undefined && (/[.:]/.test(first) || first === "localhost" || first === "local");
  const [host, named] = isHost ? [first, rest ?? ""] : ["docker.io", image];
  const [, path = "", version = ""] = /^([^:@]+)(.*)$/.exec(named) ?? [];
  return { host, path: host === "docker.io" && !path.includes("/") ? `library/${path}` : path, version };
}

/** A name with its registry written out: `docker.io/library/postgres:17`. */
export function fullName({ host, path, version }: ImageName): string {
  return `${host}/${path}${version}`;
}

/** A name as the engine lists it: `postgres:17`. */
export function familiarName({ host, path, version }: ImageName): string {
  if (host !== "docker.io") return fullName({ host, path, version });
  return `${path.replace(/^library\//, "")}${version}`;
}

/** Whether a name says by itself which content it means. */
export function hasDigest(image: string): boolean {
  return new RegExp(`${digest}$`).test(image);
}

/**
 * The name under which an image is had, given the stack's one setting of where images come from. `registry` stands for
 * `docker.io/library`, the home of official images; what stands before a closing `/library` or `/docker.io/library` is the
 * mirror's root, under which it has other registries by their names:
 *
 * | image                  | `docker.io/library` | `local`                | `m.example.cn/library`      | `m.example.cn/docker.io/library` |
 * | ---------------------- | ------------------- | ---------------------- | --------------------------- | -------------------------------- |
 * | `postgres:17`          | itself              | `local/postgres:17`    | `m.example.cn/library/postgres:17` | `m.example.cn/docker.io/library/postgres:17` |
 * | `shop/app:1`           | itself              | itself, from the host  | `m.example.cn/shop/app:1`   | `m.example.cn/docker.io/shop/app:1` |
 * | `ghcr.io/shop/app:1`   | itself              | itself, from the host  | `m.example.cn/ghcr.io/shop/app:1` | `m.example.cn/ghcr.io/shop/app:1` |
 *
 * As they are stay images under `local/`, of the mirror itself, of a registry that the stack has an account for, and of one
 * with a port, which no mirror can have under its name.
 *
 * @param image a name such as `postgres:17`, also with a digest
 * @param registry `host[:port][/path]`, or `local`
 * @param own registries that the stack has an account for
 */
export function mirrored(image: string, registry: string, own: readonly string[] = []): string {
  const name = parseName(image);
  const { host, path, version } = name;
  const official = host === "docker.io" && /^library\/[^/]+$/.test(path);
  if (registry === "local")
    return official ? `local/${path.replace("library/", "")}${version}` : fullName(name);
  const mirror = registry.split("/")[0];
  if (host === "local" || host === mirror || own.includes(host) || host.includes(":")) return fullName(name);
  if (registry === "docker.io/library") return fullName(name);
  if (official) return `${registry}/${path.replace("library/", "")}${version}`;
  if (host === "docker.io") return `${registry.replace(/\/library$/, "")}/${path}${version}`;
  return `${registry.replace(/(\/docker\.io)?\/library$/, "")}/${host}/${path}${version}`;
}
