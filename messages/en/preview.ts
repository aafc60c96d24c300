import { changes } from "./preview-changes";
import { reasons } from "./preview-reasons";

/** What `npm run preview` says. */
export const preview = {
  title: ({ system, stack }: { system: string; stack: string }) => `Release of ${system} to stack ${stack}`,
  warnings: "Warnings",
  sections: {
    host: "Docker engine and networks",
    images: "Images",
    database: "Database",
    backup: "Backup",
    migrations: "Migrations",
    tasks: "Seeds and tasks",
    services: "Services",
    nginx: "Nginx",
    removed: "Removed",
    other: "Other",
  },
  /** A verdict, and what stands before the text that makes it so. */
  verdicts: {
    nothing: "nothing",
    safe: "safe",
    interrupts: "interrupts",
    "may lose data": "may lose data",
  },
  summary: {
    nothing: "Nothing to do: the stack matches the program.",
    safe: "Safe: no interruption, and no data at risk.",
    interrupts: (interrupts: Cost[]) => `Interrupts: ${all(interrupts)}.`,
    loses: (loses: Cost[]) => `May lose data: ${all(loses)}.`,
    losesAndInterrupts: ({ loses, interrupts }: { loses: Cost[]; interrupts: Cost[] }) =>
      `May lose data: ${all(loses)}. Also interrupts: ${all(interrupts)}.`,
  },
  /** Several things that happen, in one sentence. */
  clauses: (texts: string[]) => texts.join("; "),

  wrongCall: ({ why, usage }: { why: string; usage: string }) => `${why}\n  usage: ${usage}`,
  eitherForm: "--json and --markdown cannot be used together",
  unprotect:
    "if that is intended, first set database.protect to false in the stack file and run 'pulumi up', which changes nothing else",
  updateWouldFail: "'pulumi up' would fail because of it.",

  changes,
  reasons,
};

/** What it costs, and where. */
export interface Cost {
  what: string;
  text: string;
}

function all(costs: Cost[]): string {
  return costs.map(({ what, text }) => `${what}: ${text}`).join("; ");
}
