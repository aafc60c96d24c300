import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBaseImages } from "../../toolchain/images";
import { DatabaseServer, DatabaseUnderTest } from "./database-server";
import type { TestedDatabase } from "./tested-databases";

/** One server for a suite, and an empty database of it for each test. */
export class MigrationSuite {
  server!: DatabaseServer;
  database!: DatabaseUnderTest;

  constructor(readonly tested: TestedDatabase) {
    before(function () {
      this.timeout(300_000);
      return ensureBaseImages(() => undefined, { names: [tested.image] });
    });
    before(async () => void (this.server = await DatabaseServer.start(tested)));
    after(async () => this.server?.stop());
    beforeEach(async () => void (this.database = await this.server.database()));
    afterEach(() => this.database?.remove());
  }

  /** The ledger, a line a file. */
  states(): Promise<string> {
    return this.database.query(
      `SELECT concat(ordinal, ' ', name, ' ', state) FROM ${this.tested.ledger} ORDER BY ordinal;`,
    );
  }

  /** Five payment files, with another third when asked for. */
  five(third = "ALTER TABLE pay ADD c int;\n"): void {
    this.database.write({
      "one.sql": "CREATE TABLE pay (id int PRIMARY KEY);\nINSERT INTO pay VALUES (1), (2);\n",
      "two.sql": "ALTER TABLE pay ADD b int;\n",
      "three.sql": third,
      "four.sql": "UPDATE pay SET b = 4;\n",
      "five.sql": "INSERT INTO pay (id) VALUES (5)",
    });
  }

  /** The next run applies what is left, and the one after it finds nothing to do. */
  async converges(expected: number): Promise<void> {
    assert.equal(await this.database.migrate(), expected, this.database.said.join("\n"));
    assert.equal(await this.database.migrate(), 0);
    assert.equal(this.database.said.length, 1);
  }

  /** Waits until a query gives something. */
  async until(query: string, expected: RegExp): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      if (expected.test(await this.database.query(query).catch(String))) return;
      await sleep(100);
    }
    assert.fail(`never ${expected.source}: ${query}`);
  }
}
