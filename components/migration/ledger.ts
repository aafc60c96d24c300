import { say } from "../../messages/say";
import type { LedgerState } from "../database/client/dialect";
import type { MigrationFile } from "./files";

/** One row of the ledger. Times are UTC. */
export interface LedgerRow {
  ordinal: number;
  name: string;
  sha256: string;
  state: LedgerState;
  /** The release that ran it. */
  release: string | null;
  /** Id of the backup that was taken before it. */
  backup: string | null;
  started_at: string;
  ended_at: string | null;
  duration_ms: number | null;
  /** How many of its statements are known to stay, where a file is no transaction. */
  statements: number | null;
  /** What the database said when it failed. */
  error: string | null;
  /** Why its file may be missing: the release that was gone back to, which does not have it yet. */
  kept: string | null;
}

/** A file as the ledger knows it. */
export type Known = Pick<MigrationFile, "ordinal" | "name" | "sha256" | "refused">;

/** What the files and the ledger say together. */
export interface Comparison<File extends Known = Known> {
  /** Files to run, in their order. */
  pending: File[];
  /** Files that began and did not end: nothing runs until each is resolved. */
  blocked: LedgerRow[];
  /** Everything that does not agree, a line each with its remedy. */
  problems: string[];
}

/** Compares files with the ledger: edited, missing and misplaced files are problems, and so is one whose end is not known. */
export function compare<File extends Known>(files: File[], rows: LedgerRow[]): Comparison<File> {
  const wanted = new Map(files.map((file) => [file.name, file]));
  // Ordinal 0 is a framework's own command, which is no file.
  const kept = rows.filter(
    ({ state, ordinal }) => ordinal > 0 && state !== "failed" && state !== "rolled back",
  );
  const known = new Set(kept.map(({ name }) => name));
  const head = Math.max(0, ...kept.map(({ name }) => wanted.get(name)?.ordinal ?? 0));
  const blocked = kept.filter(({ state }) => state === "started");
  const ended = kept.filter(({ state }) => state !== "started");
  const pending = files.filter(({ name }) => !known.has(name));
  const texts = say().migration;
  const problems = [
    ...ended
      .filter(({ name, sha256 }) => wanted.has(name) && wanted.get(name)?.sha256 !== sha256.trim())
      .map((row) => texts.changed({ name: row.name, day: day(row) })),
    ...ended
      .filter(({ name, kept: reason }) => !wanted.has(name) && !reason)
      .map((row) => texts.gone({ name: row.name, day: day(row) })),
    ...pending.flatMap(({ name, refused: why }) =>
      why === undefined ? [] : [texts.files.refused({ name, why })],
    ),
    ...pending.filter(({ ordinal }) => ordinal < head).map(({ name }) => texts.misplaced(name)),
  ];
  return { pending, blocked, problems: problems.sort() };
}

function day({ started_at }: LedgerRow): string {
  return started_at.slice(0, 10);
}
