import { ours } from "../../messages/command";
import { theWorld } from "../../components/engine/world";
import { locked } from "../../components/migration/runner/locked";
import { releaseName } from "../../components/migration/runner/release-name";
import { verify } from "../../components/migration/runner/verify";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import type { Found, Options } from "./target";

/** Takes the first files as applied in a database that was there before the ledger, if its schema is what they make. */
export async function baseline(
  { job, engine, files }: Found,
  { words: [word], flags }: Options,
): Promise<void> {
  const count = Number(word);
  const texts = say().migrate.baseline;
  if (!Number.isInteger(count) || count < 1 || count > files.length)
    throw new UserError({
      what: say().stack.usageLine(`${ours("migrate -- baseline")} N [--accept-differences]`),
      details: [texts.count(files.length)],
    });
  const lines = flags.has("accept-differences") ? [] : await verify(job, engine, files, count, theWorld);
  if (lines.length > 0)
    throw new UserError([texts.differs({ database: job.database, count, lines }), texts.notRecorded()]);
  const release = releaseName(theWorld.now());
  await locked(job, engine, async ({ session, dialect, rows }) => {
    const known = rows
      .filter(({ state }) => state !== "failed" && state !== "rolled back")
      .map(({ name }) => name);
    if (known.length > 0) throw new UserError(texts.hasLedger(known));
    const entries = files.slice(0, count).map((file) => ({ ...file, release, backup: undefined }));
    for (const entry of entries) await session.ask(dialect.baseline(entry));
  });
  console.log(
    texts.done({ database: job.database, count, files: files.length, last: files[count - 1]?.name }),
  );
}
