import { isAbsolute, posix } from "node:path";

/** More links than this one after the other lead nowhere, as for the system. */
const most = 40;

/**
 * Those of some links that lead out of their folder, or are absolute: an archive that has them is not unpacked.
 *
 * @param links where each leads, by its path below the folder
 */
export function leading(links: ReadonlyMap<string, string>): string[] {
  return [...links.keys()].filter((path) => !staysInside(path, links));
}

/** By its text alone, and also through the others. */
function staysInside(path: string, links: ReadonlyMap<string, string>): boolean {
  const named = posix.normalize(posix.join(posix.dirname(path), links.get(path) ?? ""));
  if (named === ".." || named.startsWith("../")) return false;
  const at: string[] = [];
  const rest = path.split("/");
  for (let followed = 0; rest.length > 0 && followed <= most;) {
    const part = rest.shift() ?? "";
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (at.pop() === undefined) return false;
      continue;
    }
    const to = links.get([...at, part].join("/"));
    if (to === undefined) at.push(part);
    else {
      if (isAbsolute(to)) return false;
      followed++;
      rest.unshift(...to.split("/"));
    }
  }
  return true;
}
