import { posix } from "node:path";

/** Which paths of a build context the `docker` command leaves out. */
export interface Ignored {
  /** Whether a path, relative to the context and with slashes, is left out. */
  has(path: string): boolean;
  /** Whether nothing below a folder that is left out can come back in by a pattern that begins with `!`. */
  whole(folder: string): boolean;
}

interface Pattern {
  text: string;
  expression: RegExp;
  /** What it matches comes back in. */
  back: boolean;
}

/**
 * Reads a .dockerignore as the `docker` command does: the last pattern that matches a path, or a folder that it is in, decides. The
 * Dockerfile and the .dockerignore itself are always sent.
 */
export function readDockerignore(text: string): Ignored {
  const patterns = [
    ...text.split("\n").flatMap(pattern),
    ...["!Dockerfile", "!.dockerignore"].flatMap(pattern),
  ];
  const has = (path: string) => {
    let ignored = false;
    for (const { expression, back } of patterns)
      if (back === ignored && withParents(path).some((each) => expression.test(each))) ignored = !back;
    return ignored;
  };
  const whole = (folder: string) =>
    !patterns.some(({ text, back }) => back && `${text}/`.startsWith(`${folder}/`));
  return { has, whole };
}

function pattern(line: string): Pattern[] {
  if (line.startsWith("#")) return [];
  const back = line.trim().startsWith("!");
  const words = line
    .trim()
    .slice(back ? 1 : 0)
    .trim();
  const text = posix.normalize(words).replace(/^\/(?=.)|(?<=.)\/$/g, "");
  if (words === "" || text === ".") return [];
  return [{ text, back, expression: expression(text) }];
}

/** `a/b/c` is in `a` and in `a/b`. */
function withParents(path: string): string[] {
  const names = path.split("/");
  return names.map((_, at) => names.slice(0, at + 1).join("/"));
}

/** `*` and `?` stand for what has no slash, `**` for anything; a backslash takes the next character's meaning away. */
function expression(text: string): RegExp {
  const translated = text.replace(
    /\*\*\/?$|\*\*\/?|\*|\?|\\(.)|[.+()|{}$]/g,
    (found: string, quoted?: string) => {
      if (quoted !== undefined) return /\w/.test(quoted) ? quoted : `\\${quoted}`;
      if (found.startsWith("**")) return text.endsWith(found) && !found.endsWith("/") ? ".*" : "(?:.*/)?";
      if (found === "*") return "[^/]*";
      return found === "?" ? "[^/]" : `\\${found}`;
    },
  );
  try {
    return new RegExp(`^${translated}$`, "s");
  } catch {
    // The build itself names a pattern that is none.
    return /(?!)/;
  }
}
