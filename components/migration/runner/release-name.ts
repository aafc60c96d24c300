import { git, isDirty } from "../../engine/commit";

/**
 * What a release is called in the ledger and by its backup when it was given no name: when it ran, and the commit of the project if it has one.
 *
 * @example releaseName(new Date()) // "2026-03-01T10:00:00Z v1.2-4-gabc1234-dirty"
 */
export function releaseName(now: Date): string {
  const time = `${now.toISOString().slice(0, 19)}Z`;
  const commit = git("describe", "--always");
  return commit === "" ? time : `${time} ${commit}${isDirty() ? "-dirty" : ""}`;
}
