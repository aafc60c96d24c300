import { z } from "zod";

/** The parts of a release, in their order. */
export const sections = [
  "host",
  "images",
  "database",
  "backup",
  "migrations",
  "tasks",
  "services",
  "nginx",
  "removed",
  "other",
] as const;

export type Section = (typeof sections)[number];

/** What a release may cost, from nothing to the worst. */
export const verdicts = ["nothing", "safe", "interrupts", "may lose data"] as const;

/** The exit code of each verdict; 1 is a preview that failed. */
export const exitCodes = { nothing: 0, safe: 2, interrupts: 3, "may lose data": 4 } as const;

const Entry = z.object({
  section: z.enum(sections),
  /** The service, image, file or other thing that is meant. */
  what: z.string(),
  /** What happens to it, in a sentence. */
  says: z.string(),
  /** Why: each difference in words. Never a secret's value. */
  because: z.array(z.string()),
  /** Who has to wait, or what is not reachable, and for how long. */
  interrupts: z.array(z.string()),
  /** What may be lost. */
  loses: z.array(z.string()),
  /** URNs of the resources that change with it. */
  resources: z.array(z.string()),
});

/** What `npm run preview -- --json` prints. New fields may come; those that are there stay as long as `version` does. */
export const Runbook = z.object({
  version: z.literal(1),
  system: z.string(),
  stack: z.string(),
  verdict: z.enum(verdicts),
  /** Exit code of the command: 0, 2, 3 or 4. */
  exitCode: z.number(),
  /** The verdict as one line for people. */
  summary: z.string(),
  /** A backup is taken before the migrations. */
  backup: z.boolean(),
  /** Files that will be applied, in their order. */
  migrations: z.array(z.string()),
  /** Services whose containers are replaced, started or removed. */
  services: z.array(z.string()),
  /** What happens, in the order of the release. */
  entries: z.array(Entry),
  /** Warnings of the program and the engine, as they are. */
  warnings: z.array(z.string()),
});

export type Entry = z.infer<typeof Entry>;
export type Runbook = z.infer<typeof Runbook>;
export type Verdict = (typeof verdicts)[number];
