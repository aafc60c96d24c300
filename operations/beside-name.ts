/** What a database beside the one that serves is: what served before, restored beside, of a restore that goes on, imported. */
export type BesideKind = "before" | "beside" | "restore" | "import";

/**
 * A name for a database beside one, in the length that every engine takes.
 *
 * @example besideName("shop", "before", new Date("2026-11-27T08:00:00Z")) // "shop_before_20261127_080000"
 */
export function besideName(database: string, kind: BesideKind, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "_");
  return `${database.slice(0, 36)}_${kind}_${stamp}`;
}

/** What a name was given for; undefined for one of another form. */
export function kindOf(name: string): BesideKind | undefined {
  return /_(before|beside|restore|import)_\d{8}_\d{6}$/.exec(name)?.[1] as BesideKind | undefined;
}
