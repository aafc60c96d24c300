import { say } from "../../messages/say";
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
  const words = say().preview.changes.backup;
  const entry = (says: string): Entry => ({
    ...{ section: "backup", what: words.backup, says, because: [], interrupts: [], loses: [], resources: [] },
  });
  const files = pending.filter((one) => one.files.length > 0);
  if (files.length === 0) return [entry(words.nonePending)];
  return files.map((one) => entry((isBackedUp(one) ? words.taken : words.notSet)(one.files[0] ?? "")));
}
