import { applied } from "../migration/applied";
import type { ReleaseRecord } from "./record";

/**
 * Notes in a record what a migration's job answered; of one whose answer is not known, that it is not.
 *
 * @param step name of its resource
 * @returns whether it is known
 */
export function noteAnswer(
  record: Pick<ReleaseRecord, "migrations" | "backup" | "unanswered">,
  step: string,
  answer: unknown,
): boolean {
  const { data } = applied.safeParse(answer);
  if (!data) record.unanswered = [...(record.unanswered ?? []), step];
  else {
    if (data.applied.length > 0) record.migrations = [...(record.migrations ?? []), ...data.applied];
    if (data.backup !== undefined) record.backup = data.backup;
  }
  return data !== undefined;
}
