import { findings } from "./doctor-findings";
import { counted } from "./lists";

/** What `npm run doctor` says. */
export const doctor = {
  /** Names of what is looked at, as they stand in the table. */
  checks: {
    tools: "tools",
    engine: "engine",
    deployments: "deployments",
    state: "state",
    lock: "lock",
    disk: "disk",
    ports: "ports",
    containers: "containers",
    certificates: "certificates",
    backups: "backups",
    collations: "collations",
    releases: "releases",
    migrations: "migrations",
  },
  verdicts: { ok: "ok", warning: "WARNING", problem: "PROBLEM" },
  headings: { verdict: "VERDICT", check: "CHECK", found: "FOUND" },
  exportFirst: (settings: string) =>
    `The docker commands below are for the stack's engine; first run: export ${settings}`,
  stackOf: ({ system, stack }: { system: string; stack: string }) => `${stack} of ${system}`,
  summary: ({ stack, problems, warnings }: { stack: string; problems: number; warnings: number }) =>
    `Stack ${stack}: ${counted(problems, "problem")}, ${counted(warnings, "warning")}.`,
  notChecked: (why: string) => `could not be checked: ${why}`,
  /** Several things to do, or reasons, in one sentence. */
  clauses: (texts: string[]) => texts.join("; "),
  ...findings,
};
