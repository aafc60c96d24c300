import { z } from "zod";
import { backupFolder } from "../components/backup/scripts";
import { UserError } from "../toolchain/report";
import { alignedTable } from "../toolchain/table";
import { duration, size } from "./text";
import type { StackDatabase } from "./stack";

const Manifest = z.object({
  id: z.string(),
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
  const command = `cd ${backupFolder} && for file in *.json; do [ ! -f "$file" ] || { tr -d '\\n' <"$file"; echo; }; done`;
  const exec = ["exec", "--user", target.engine.user, target.container, "sh", "-c", command];
  const { stdout, stderr, exitCode } = await target.docker(exec);
  if (exitCode !== 0)
    throw new UserError(
      `The backups of ${target.container} cannot be read: ${stderr}\n  fix: is the container running? docker ps; else pulumi up`,
    );
  return parseManifests(stdout);
}

/** Manifests of one line each. One that cannot be read is named and left out. */
export function parseManifests(lines: string): Manifest[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const parsed = Manifest.safeParse(json(line));
      if (!parsed.success) console.error(`A manifest cannot be read: ${line.slice(0, 60)}`);
      return parsed.success ? [parsed.data] : [];
    });
}

/**
 * The backup of this id, or of `latest`.
 *
 * @throws UserError that names those that there are
 */
export function findManifest(manifests: Manifest[], id: string | undefined): Manifest {
  const found = id === "latest" ? manifests.at(-1) : manifests.find((each) => each.id === id);
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
export const age = ({ takenAt }: Manifest, now: Date) =>
  duration((now.getTime() - Date.parse(takenAt)) / 1000);

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
