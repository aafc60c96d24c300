import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { contextEntries, type Entry } from "./context";

/**
 * A hash of everything that a build context holds: names, contents, links, and which files can be executed, in an order that is the
 * same on every machine. Times, owners and other modes do not count, so two clones of one commit give one hash.
 *
 * What a .dockerignore leaves out counts too, unless it is in a folder that a developer's machine makes: a tag of an image that was built
 * before is still its tag then.
 *
 * @throws when the folder does not exist
 */
export function contextHash(folder: string): string {
  const hash = createHash("sha256");
  for (const entry of contextEntries(folder)) hash.update(line(folder, entry));
  return hash.digest("hex");
}

function line(folder: string, { name, kind }: Entry): string {
  const path = join(folder, name);
  if (kind === "folder") return `folder ${name}\n`;
  if (kind === "link") return `link ${name} ${readlinkSync(path)}\n`;
  return `${kind} ${name} ${createHash("sha256").update(readFileSync(path)).digest("hex")}\n`;
}
