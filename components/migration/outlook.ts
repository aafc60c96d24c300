import { z } from "zod";
import { costs } from "./sql/says";

const files = z.array(
  z.object({
    name: z.string(),
    /** What it may lose, lock or leave half-way; see `Risk`. */
    risks: z.array(z.object({ cost: z.enum(costs).optional(), says: z.string() })),
  }),
);

export const ledgerSeen = z.discriminatedUnion("kind", [
  /** Files that the ledger lacks, in their order. */
  z.object({ kind: z.literal("read"), pending: files }),
  /** The database does not exist yet, or does not answer. Files that are refused unless they are applied already. */
  z.object({ kind: z.literal("unread"), refused: files }),
]);

/**
 * What a Migration knows before a release: its output `outlook`, which only a preview has. `npm run preview` reads it from the engine's
 * events.
 */
export const outlook = z.object({
  /** Name of the database. */
  database: z.string(),
  /** Changes whenever a file is new; a trigger of what runs after it. */
  head: z.string(),
  /** All files, in their order. */
  files: z.array(z.string()),
  ledger: ledgerSeen,
});

export type LedgerSeen = z.infer<typeof ledgerSeen>;
export type Outlook = z.infer<typeof outlook>;
