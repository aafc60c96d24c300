import { z } from "zod";
import { backupFolder } from "../components/database/database";
import { plainIn } from "../components/engine/plain";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { runInside } from "./kernel/inside";
import { alignedTable } from "./kernel/table";
import { duration, size } from "./text";
import type { StackDatabase } from "./stack";
import { asJson } from "../components/engine/as-json";

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
  const { stdout, said, code } = await runInside(target, ["sh", "-c", command], {
    user: target.product.user,
  });
  if (code !== 0) throw new UserError(say().restore.backup.unreadable(target.container, said));
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
      const read = plainIn(asJson(text));
      const format = z.object({ format: z.number() }).safeParse(read).data?.format ?? 1;
      const parsed = Manifest.safeParse(read);
      if (parsed.success && format <= newestFormat) return [parsed.data];
      const { newer, damaged } = say().restore.backup;
      console.error(format > newestFormat ? newer(file, format) : damaged(file));
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
  throw new UserError(say().restore.backup.unknown(id, known));
}

/** The list that people read, the newest first. */
export function renderManifests(manifests: Manifest[], now: Date): string {
  const { columns, pinned } = say().restore.backup;
  return alignedTable([
    columns,
    ...[...manifests]
      .reverse()
      .map((each) => [
        each.id,
        age(each, now),
        size(each.bytes),
        verified(each),
        each.release ?? "-",
        each.pinned ? pinned(each.reason) : each.reason,
        each.migrationHead ?? "-",
      ]),
  ]);
}

/** How old a backup is. */
export const age = (manifest: Manifest, now: Date) =>
  fromTheFuture(manifest, now)
    ? say().restore.backup.fromTheFuture
    : duration((now.getTime() - Date.parse(manifest.takenAt)) / 1000);

/** Whether it was ever restored, in words. */
export function verified({ verifiedAt, verifiedSeconds }: Manifest): string {
  const texts = say().restore.backup;
  return verifiedAt === null
    ? texts.unverified
    : texts.verified(verifiedAt.slice(0, 10), duration(verifiedSeconds ?? 0));
}
