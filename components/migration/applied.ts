import { z } from "zod";

/** What a runner of migrations did: the answer of its job. */
export const applied = z.object({
  /** Names of the files that it applied, in their order. A framework does not tell what it applied: none. */
  applied: z.array(z.string()),
  /** Id of the backup that was taken before them. */
  backup: z.string().optional(),
});

export type Applied = z.infer<typeof applied>;
