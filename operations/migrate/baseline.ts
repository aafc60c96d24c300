import { theWorld } from "../../components/engine/world";
import { locked } from "../../components/migration/runner/locked";
import { releaseName } from "../../components/migration/runner/release-name";
import { verify } from "../../components/migration/runner/verify";
import { UserError } from "../../components/engine/user-error";
import type { Found, Options } from "./target";

/** Takes the first files as applied in a database that was there before the ledger, if its schema is what they make. */
export async function baseline({ job, files }: Found, { words: [word], flags }: Options): Promise<void> {
  const count = Number(word);
  if (!Number.isInteger(count) || count < 1 || count > files.length)
    throw new UserError(
      `usage: npm run migrate -- baseline N [--accept-differences]\n  N is how many files the database has already: 1 to ${files.length}`,
    );
  const lines = flags.has("accept-differences") ? [] : await verify(job, files, count, theWorld);
  if (lines.length > 0)
    throw new UserError(
      [
        `The schema of database ${job.database} is not what the first ${count} files make (+ only in the database, - only in the files):`,
      ]
        .concat(lines.map((line) => `  ${line}`))
        .concat(
          "Nothing was recorded.",
          "  fix: another N; or write what differs as new files, and add --accept-differences",
        )
        .join("\n"),
    );
  const release = releaseName(theWorld.now());
  await locked(job, async ({ session, dialect, rows }) => {
    const known = rows
      .filter(({ state }) => state !== "failed" && state !== "rolled back")
      .map(({ name }) => name);
    if (known.length > 0)
      throw new UserError(
        `The ledger has files already: ${known.join(", ")}. A baseline is for a database without one.`,
      );
    const entries = files.slice(0, count).map((file) => ({ ...file, release, backup: undefined }));
    for (const entry of entries) await session.ask(dialect.baseline(entry));
  });
  console.log(
    `Database ${job.database}: ${count} of ${files.length} files count as applied, up to ${files[count - 1]?.name}.`,
  );
}
