import { z } from "zod";
import { backupFolder } from "../components/database/database";
import { plainIn } from "../components/engine/plain";
import { UserError } from "../components/engine/user-error";
import { alignedTable } from "./kernel/table";
import { duration, size } from "./text";
import type { StackDatabase } from "./stack";

/** Newest format of a manifest that this program reads. */
const newestFormat = 1;

const Manifest = z.object({
  id: z.string(),
  format: z.number().default(1),
  engine: z.string().default("unknown"),
  takenAt: z.string(),
  reason: z.string(),
  release: z.string().nullable(),
  migrationHead: z.string().nullable(),
  bytes: z.number(),
  seconds: z.number(),
  pinned: z.boolean(),
  verifiedAt: z.string().nullable(),
  verifiedSeconds: z.number().nullable(),
  tables: z.record(z.string(), z.number()),
});

/** What a backup says of itself; written by components/backup/dump.sh. */
export type Manifest = z.infer<typeof Manifest>;

/** The backups of a database, the oldest first. */
export async function readManifests(target: StackDatabase): Promise<Manifest[]> {
  const command = `cd ${backupFolder} && for file in *.json; do [ ! -f "$file" ] || { printf '%s\\t' "$file" && tr -d '\\n' <"$file"; echo; }; done`;
  const exec = ["exec", "--user", target.product.user, target.container, "sh", "-c", command];
  const { stdout, stderr, exitCode } = await target.docker(exec);
  if (exitCode !== 0)
    throw new UserError(
      `The backups of ${target.container} cannot be read: ${stderr}\n  fix: check that the container is running (docker ps); if not, run pulumi up`,
    );
  return parseManifests(stdout);
}

/** Manifests of one line each, after the name of the file and a tab. One that cannot be read is named and left out. */
export function parseManifests(lines: string): Manifest[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const [file = "", text = ""] = line.split(/\t(.*)/s);
      // It lies on the host, and is shown: nothing in it that a terminal obeys.
      const read = plainIn(json(text));
      const format = z.object({ format: z.number() }).safeParse(read).data?.format ?? 1;
      const parsed = Manifest.safeParse(read);
      if (parsed.success && format <= newestFormat) return [parsed.data];
      console.error(
        format > newestFormat
          ? `Manifest ${file} has format ${format}, which only a newer version of this program can read.`
          : `Manifest ${file} is damaged: that backup is left out. Its dump, if it exists, can be read with the tools of the database.`,
      );
      return [];
    });
}

/** Whether a backup is dated later than now: a clock was wrong. */
export const fromTheFuture = ({ takenAt }: Pick<Manifest, "takenAt">, now: Date) =>
  Date.parse(takenAt) > now.getTime();

/**
 * The backup of this id, or of `latest`: the newest that is not dated later than now.
 *
 * @throws UserError that names those that there are
 */
export function findManifest(manifests: Manifest[], id: string | undefined, now = new Date()): Manifest {
  const found =
    id === "latest"
      ? manifests.filter((each) => !fromTheFuture(each, now)).at(-1)
      : manifests.find((each) => each.id === id);
  if (found) return found;
  const known = manifests.slice(-5).map((each) => each.id);
  throw new UserError(
    [
      id === undefined ? "Which backup?" : `There is no backup ${id}.`,
      `  fix: name one: ${known.length > 0 ? `${known.join(", ")} or latest (npm run backups lists all)` : "npm run backup takes the first"}`,
    ].join("\n"),
  );
}

/** The list that people read, the newest first. */
export function renderManifests(manifests: Manifest[], now: Date): string {
  return alignedTable([
    ["ID", "AGE", "SIZE", "VERIFIED", "RELEASE", "REASON", "MIGRATION"],
    ...[...manifests]
      .reverse()
      .map((each) => [
        each.id,
        age(each, now),
        size(each.bytes),
        verified(each),
        each.release ?? "-",
        `${each.reason}${each.pinned ? " (pinned)" : ""}`,
        each.migrationHead ?? "-",
      ]),
  ]);
}

/** How old a backup is. */
export const age = (manifest: Manifest, now: Date) =>
  fromTheFuture(manifest, now)
    ? "later than now"
    : duration((now.getTime() - Date.parse(manifest.takenAt)) / 1000);

/** Whether it was ever restored, in words. */
export function verified({ verifiedAt, verifiedSeconds }: Manifest): string {
  return verifiedAt === null
    ? "no"
    : `${verifiedAt.slice(0, 10)}, restored in ${duration(verifiedSeconds ?? 0)}`;
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
