import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { say } from "../messages/say";
import { debianMirrors } from "./debian-mirrors";
import { aptInstall, hasProgram, lastLines, outputOf, readHost, systemPath } from "./host";
import { type BaseImage, baseLabel, localName } from "./image-list";
import { cacheDir } from "../operations/kernel/paths";
import { UserError } from "../components/engine/user-error";
import type { Report } from "../operations/kernel/report";
import { run } from "../operations/kernel/run";

const bundle = "/etc/ssl/certs/ca-certificates.crt";

/** A kept root file system older than this is built again, so that a new engine does not begin with old packages. */
const maxAgeDays = 30;

/** Programs in every image find the certificates, also those that a company's network adds. */
const changes = [
  ...["SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "NPM_CONFIG_CAFILE"].map(
    (name) => `ENV ${name}=${bundle}`,
  ),
  'CMD ["bash"]',
];

/** Makes the image that the others are built on, from Debian's package mirror. */
export async function buildRoot(base: BaseImage, hash: string, report: Report): Promise<void> {
  const tar = await rootArchive(base, hash, report);
  report(
    say().toolchain.images.importing({ name: base.name, megabytes: Math.round(statSync(tar).size / 1e6) }),
  );
  const options = [...changes, `LABEL ${baseLabel}=${hash}`].flatMap((change) => ["--change", change]);
  await run("docker", ["import", ...options, tar, localName(base)]);
}

/** Whether the root file system is at hand or can be made here. */
export function canBuildRoot(base: BaseImage, hash: string): boolean {
  return readHost().canInstall || isFresh(archivePath(base, hash));
}

/** The root file system as a tar in the cache; made when it is not there. */
async function rootArchive(base: BaseImage, hash: string, report: Report): Promise<string> {
  const archive = archivePath(base, hash);
  if (isFresh(archive)) return archive;
  if (!hasProgram("debootstrap") || !hasProgram("unshare") || !existsSync(bundle)) {
    const needed = ["debootstrap", "debian-archive-keyring", "ca-certificates", "util-linux"];
    await aptInstall({ needed }, report);
  }
  const folder = dirname(archive);
  removeLeftovers(folder, `${base.name}-${base.tag}-`);
  const work = mkdtempSync(join(folder, `work-${process.pid}-`));
  const { mirror, security } = debianMirrors();
  // A mount namespace of its own: debootstrap's mounts go with the process, so a killed one leaves only files.
  const args = [
    "--mount",
    "sh",
    join(base.folder, "rootfs.sh"),
    mirror,
    security,
    work,
    join(work, "root.tar"),
    base.args?.["SUITE"] ?? base.tag,
  ];
  try {
    await run("unshare", args, {
      env: { PATH: systemPath },
      onLine: (line) => report(`${base.name}: ${line}`),
    });
    // The name appears only when the file is complete.
    renameSync(join(work, "root.tar"), archive);
  } catch (error) {
    throw new UserError(say().toolchain.images.rootFailed({ mirror, said: lastLines(outputOf(error), 10) }));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return archive;
}

/** Everything that the content depends on is in the name, so that one file is right or is not there. */
function archivePath(base: BaseImage, hash: string): string {
  const { mirror, security } = debianMirrors();
  const key = createHash("sha256").update([hash, mirror, security, process.arch].join("\n"));
  if (existsSync(bundle)) key.update(readFileSync(bundle));
  return cacheDir("images", `${base.name}-${base.tag}-${key.digest("hex").slice(0, 32)}.tar`);
}

function isFresh(archive: string): boolean {
  return existsSync(archive) && Date.now() - statSync(archive).mtimeMs < maxAgeDays * 86_400_000;
}

/** Removes what ended or killed runs left: work folders without a process, and archives of other recipes. */
function removeLeftovers(folder: string, prefix: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^work-(\d+)-/.exec(name)?.[1];
    const leftover = pid ? !existsSync(`/proc/${pid}`) : name.startsWith(prefix) && name.endsWith(".tar");
    if (leftover) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
