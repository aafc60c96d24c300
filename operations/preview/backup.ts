import type { Change } from "./change";
import { backsUp, pendingOf } from "./describe-migrations";
import type { Facts } from "./facts";
import type { Entry } from "./shape";

/** A migration of the release, and the files that it applies. */
export interface Pending {
  change: Change;
  files: string[];
}

export const pendingIn = (migrations: Change[], facts: Facts): Pending[] =>
  migrations.map((change) => ({ change, files: pendingOf(change, facts) }));

/** A release takes a backup only before a migration. */
export const isBackedUp = ({ change, files }: Pending) => files.length > 0 && backsUp(change);

/** Whether a backup is taken, and why not: everybody asks that. */
export function backupEntries(pending: Pending[]): Entry[] {
  const entry = (says: string): Entry => ({
    ...{ section: "backup", what: "backup", says, because: [], interrupts: [], loses: [], resources: [] },
  });
  const files = pending.filter((one) => one.files.length > 0);
  if (files.length === 0) return [entry("none is taken: no migration is known to be pending")];
  return files.map((one) =>
    entry(
      isBackedUp(one)
        ? `taken before ${one.files[0]} runs; when it fails, no migration runs`
        : `none is taken before ${one.files[0]} runs: the system sets none`,
    ),
  );
}
