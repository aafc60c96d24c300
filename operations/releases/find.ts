import type { ReleaseRecord } from "../../components/release/record";
import type { Kept } from "../../components/release/store";
import { UserError } from "../../components/engine/user-error";

/**
 * The release of this number.
 *
 * @throws UserError that says why its record cannot be read, or names those that there are
 */
export function findRelease({ records, unreadable }: Kept, number: number): ReleaseRecord {
  const found = records.find((record) => record.number === number);
  if (found) return found;
  const damaged = unreadable.find((record) => record.number === number);
  if (damaged)
    throw new UserError(
      `Record ${number} cannot be read: ${damaged.why}.\n  fix: name another release (npm run releases)`,
    );
  const known = records.map((record) => record.number).join(", ");
  throw new UserError(
    known === ""
      ? "There is no such release: the stack has none yet.\n  fix: pulumi up makes the first"
      : `There is no such release.\n  fix: name one of ${known} (npm run releases lists them)`,
  );
}
