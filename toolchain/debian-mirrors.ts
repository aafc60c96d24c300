import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where Debian packages come from. */
export interface DebianMirrors {
  mirror: string;
  security: string;
}

const official: DebianMirrors = {
  mirror: "http://deb.debian.org/debian",
  security: "http://deb.debian.org/debian-security",
};

/**
 * The mirrors for the Debian base image: the environment's `DEBIAN_MIRROR` (its security archive is beside it, with
 * `-security` at the end of its path, as public mirrors have it), else those this machine uses if it is a
 * Debian, else deb.debian.org.
 */
export function debianMirrors(folder = "/etc/apt", chosen = process.env["DEBIAN_MIRROR"]): DebianMirrors {
  if (chosen) {
    const mirror = chosen.replace(/\/+$/, "");
    return { mirror, security: `${mirror}-security` };
  }
  const uris = aptSources(folder).flatMap(parseSources);
  return {
    mirror: uris.find((uri) => /\/debian$/.test(uri)) ?? official.mirror,
    security: uris.find((uri) => /\/debian-security$/.test(uri)) ?? official.security,
  };
}

/** The addresses in one file of apt's sources, in either of its two formats, without trailing slashes. */
export function parseSources(text: string): string[] {
  const lines = text.split("\n").filter((line) => !line.trimStart().startsWith("#"));
  const addresses = lines.flatMap((line) => {
    const fields = /^\s*URIs:\s*(.*)$/i.exec(line) ?? /^\s*deb\s+(?:\[[^\]]*\]\s*)?(\S+)/.exec(line);
    return fields?.[1]?.split(/\s+/) ?? [];
  });
  return addresses
    .filter((address) => /^https?:/.test(address))
    .map((address) => address.replace(/\/+$/, ""));
}

function aptSources(folder: string): string[] {
  const parts = join(folder, "sources.list.d");
  const names = existsSync(parts) ? readdirSync(parts).filter((name) => /\.(list|sources)$/.test(name)) : [];
  return [join(folder, "sources.list"), ...names.sort().map((name) => join(parts, name))]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"));
}
