import type { ReleaseRecord } from "../../components/release/record";
import type { Kept } from "../../components/release/store";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";

/**
 * The release of this number.
 *
 * @throws UserError that says why its record cannot be read, or names those that there are
 */
export function findRelease({ records, unreadable }: Kept, number: number): ReleaseRecord {
  const found = records.find((record) => record.number === number);
  if (found) return found;
  const damaged = unreadable.find((record) => record.number === number);
  const texts = say().releases;
  if (damaged) throw new UserError({ what: texts.unreadable(number, damaged.why), fix: texts.nameAnother });
  const known = records.map((record) => record.number);
  throw new UserError(known.length === 0 ? texts.noneAtAll() : texts.unknown(known));
}
