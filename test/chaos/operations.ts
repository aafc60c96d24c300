import { setTimeout as sleep } from "node:timers/promises";
import type { OperationName } from "./draw";
import type { Ended } from "./fault";
import type { ChaosSystem } from "./system";

/** How an operation is done, and what its operator does when it is over, however it ended. */
interface Operation {
  /** Seconds that it takes at first; measured from then on. */
  usual: number;
  /** Edits files. @returns the command */
  begin: (system: ChaosSystem) => Promise<string[]>;
  /** What the operator does before the next plain `pulumi up`. Default nothing. */
  after?: (system: ChaosSystem, ended: Ended) => Promise<void>;
  /** It must fail, also without a fault. Default false. */
  refused?: boolean;
}

const up = (system: ChaosSystem) => system.pulumi("up", "--yes", "--skip-preview");

export const operations: Record<OperationName, Operation> = {
  release: {
    usual: 8,
    begin: async (system) => {
      await system.edit();
      return up(system);
    },
  },
  "release with a migration": {
    usual: 10,
    begin: async (system) => {
      system.migrate();
      await system.edit();
      return up(system);
    },
    after: settleMigrations,
  },
  "release that is not healthy": {
    usual: 20,
    refused: true,
    begin: async (system) => {
      await system.edit({ SICK: "yes" });
      return up(system);
    },
    after: (system) => system.correct(),
  },
  "release that fails its verification": {
    usual: 12,
    refused: true,
    begin: async (system) => {
      await system.edit({ LATE: "yes" });
      return up(system);
    },
    after: (system) => system.correct(),
  },
  rollback: {
    usual: 15,
    begin: async (system) => system.npm("rollback", "--yes", "--keep-database"),
  },
  backup: { usual: 4, begin: async (system) => system.npm("backup") },
  restore: {
    usual: 10,
    begin: async (system) => system.npm("restore", "latest", "--yes"),
    after: async (system, ended) => {
      await dropHalfRestored(system, ended);
      await settleMigrations(system);
      // As the command says itself: the ledger of the backup lacks the migrations since.
      await system.run(system.npm("migrate", "apply"));
    },
  },
  "destroy, refused": {
    usual: 4,
    refused: true,
    begin: async (system) => system.pulumi("destroy", "--yes", "--skip-preview"),
  },
  nothing: { usual: 4, begin: async (system) => up(system) },
};

/** MySQL and MariaDB cannot take back half a file: an operator looks whether its table is there, and says so. */
async function settleMigrations(system: ChaosSystem): Promise<void> {
  if (system.product === "PostgreSQL") return;
  const { stdout } = await system.run(system.npm("migrate", "status"));
  for (const [, name = ""] of stdout.matchAll(/(create_extra_\d+\.sql).*(?:started|failed|half)/g)) {
    const table = name.replace("create_", "").replace(".sql", "");
    const there = (await system.sql(`SHOW TABLES LIKE '${table}'`)).length > 0;
    await system.run(system.npm("migrate", "resolve", name, there ? "--applied" : "--rolled-back"));
  }
}

/**
 * A restore that was cut off leaves its own database, which the doctor names with the command that deletes it, for when none is running. What was
 * begun in the server goes on without the command, and a server that just started cannot be asked yet: so an operator looks until nothing is left.
 */
async function dropHalfRestored(system: ChaosSystem, ended: Ended): Promise<void> {
  for (let look = 0; look < 10; look++) {
    for (let wait = 0; wait < 60 && (await isRestoring(system)); wait++) await sleep(1_000);
    const { stdout, stderr } = await system.run(system.npm("doctor"));
    const named = [...stdout.matchAll(/fix: if none is running: (.*docker .*)$/gm)];
    if (named.length === 0 && /^ok +backups /m.test(stdout)) return;
    ended.said += `\nThe doctor said, after the restore:\n${stdout}${stderr}`;
    for (const [, command = ""] of named) {
      const dropped = await system.run(["sh", "-c", command]);
      ended.said += `\n${command}: ${dropped.exitCode} ${dropped.stdout}${dropped.stderr}`;
    }
    await sleep(2_000);
  }
}

/** Whether a process in the database's container restores: the script is told its database as TARGET. */
async function isRestoring({ engine, prefix }: ChaosSystem): Promise<boolean> {
  const { stdout } = await engine.docker("top", `${prefix}-database`, "-eo", "pid,args");
  return stdout.includes("$TARGET");
}
