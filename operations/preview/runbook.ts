import { ours } from "../../messages/command";
import { lacking } from "../../components/migration/runner/messages";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { backupEntries, isBackedUp, pendingIn } from "./backup";
import { changesOf, type Change } from "./change";
import { verb } from "./describe";
import type { EnginePreview } from "./engine";
import { factsOf, type Facts } from "./facts";
import { kindOf, type Kind } from "./kinds";
import { exitCodes, sections, type Entry, type Runbook, type Section } from "./shape";
import { summaryOf, verdictOf } from "./verdict";

/** Changes that are told together. */
interface Group {
  kind: Kind;
  changes: [Change, ...Change[]];
}

/**
 * The runbook of a release: what the engine would do, in words and in the order of the release.
 *
 * @throws UserError when the update would fail at its end although the engine sees nothing wrong
 */
export function runbookOf(preview: EnginePreview, names: { system: string; stack: string }): Runbook {
  const changes = changesOf(preview.steps ?? []);
  const facts = factsOf(preview, changes);
  const migrations = changes.filter((change) => kindOf(change).section === "migrations");
  refuseLacking(facts, migrations, names.stack);
  const pending = pendingIn(migrations, facts);
  const entries = inOrder([
    ...entriesOf(changes, facts),
    ...(changes.length > 0 ? backupEntries(pending) : []),
  ]);
  const verdict = verdictOf(entries);
  return {
    version: 1,
    ...names,
    verdict,
    exitCode: exitCodes[verdict],
    summary: summaryOf(verdict, entries),
    backup: pending.some(isBackedUp),
    migrations: pending.flatMap(({ files }) => files),
    services: servicesOf(changes),
    entries,
    warnings: [...new Set(facts.warnings)],
  };
}

/** `pulumi up` fails when its database lacks what the state says was applied, as after restoring an older backup. */
function refuseLacking({ outlooks }: Facts, migrations: Change[], stack: string): void {
  const running = new Set(migrations.map(({ owner }) => owner.urn));
  for (const [urn, { database, ledger }] of outlooks)
    if (ledger?.kind === "read" && ledger.pending.length > 0 && !running.has(urn)) {
      const names = ledger.pending.map(({ name }) => name);
      throw new UserError({
        what: lacking(database, names),
        details: [say().preview.updateWouldFail],
        fix: `${ours("migrate -- apply")} --stack ${stack}`,
      });
    }
}

/** What is only part of something goes with it, and is told by itself where nothing else is. */
function entriesOf(changes: Change[], facts: Facts): Entry[] {
  const entries = groupsOf(changes).flatMap(({ kind, changes: group }) =>
    [kind.describe?.(group, facts) ?? []].flat().map((said) => entryOf(kind.section, group, said)),
  );
  for (const { kind, changes: group } of groupsOf(changes.filter((change) => !kindOf(change).describe))) {
    const { section } = kind;
    const whole = entries.find((entry) => entry.section === section && entry.what === group[0].owner.name);
    if (whole) whole.resources.push(...group.map(({ urn }) => urn));
    else {
      const { clauses, changes } = say().preview;
      const parts = group.map((one) => changes.resource({ name: one.name, done: verb(one) }));
      entries.push(entryOf(section, group, { says: clauses(parts) }));
    }
  }
  return entries;
}

function groupsOf(changes: Change[]): Group[] {
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const kind = kindOf(change);
    const key = [kind.section, kind.type, kind.name, kind.each ? change.urn : change.owner.urn].join(" ");
    const group = groups.get(key);
    if (group) group.changes.push(change);
    else groups.set(key, { kind, changes: [change] });
  }
  return [...groups.values()];
}

function entryOf(
  section: Section,
  group: [Change, ...Change[]],
  said: Partial<Entry> & { says: string },
): Entry {
  const resources = group.map(({ urn }) => urn);
  return { section, what: group[0].owner.name, because: [], interrupts: [], loses: [], ...said, resources };
}

function servicesOf(changes: Change[]): string[] {
  const containers = changes.filter(
    (change) =>
      kindOf(change).section === "services" && change.type.endsWith(":Container") && change.op !== "update",
  );
  return [...new Set(containers.map(({ owner }) => owner.name))].sort();
}

function inOrder(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => sections.indexOf(a.section) - sections.indexOf(b.section));
}
