import assert from "node:assert/strict";
import type { MigrationSuite } from "./migration-suite";

const create = "CREATE TABLE orders (id int, total int, note varchar(9));\n";
const back = "ALTER TABLE orders DROP COLUMN total;\nALTER TABLE orders DROP COLUMN note;\n";

/** Files of other tools, with the way there and the way back in one: only the way there runs, or nothing. */
export function migrationTools(suite: MigrationSuite): void {
  const columns = () =>
    suite.database.query(
      "SELECT count(*) FROM information_schema.columns WHERE table_name = 'orders' AND table_schema IN ('public', '" +
        suite.database.target.database +
        "');",
    );

  for (const [tool, up, down] of [
    ["goose", "-- +goose Up", "-- +goose Down"],
    ["dbmate", "-- migrate:up", "-- migrate:down"],
    ["sql-migrate", "-- +migrate Up", "-- +migrate Down"],
  ] as const)
    it(`a file of ${tool}: only its up half runs`, async () => {
      suite.database.write({
        "001_orders.sql": `${up}\n${create}INSERT INTO orders VALUES (1, 2, 'x');\n\n${down}\n${back}`,
        "002_wrong.sql": `${up}\nINSERT INTO orders VALUES (2, 3, 'y');\nINSERT INTO nowhere VALUES (1);\n${down}\n${back}`,
      });
      // Lines are those of the whole file.
      assert.match(String(await suite.database.migrate()), /002_wrong\.sql line 3: .*nowhere/);
      assert.match(await suite.states(), /^1 001_orders\.sql applied\n2 002_wrong\.sql (failed|started)$/);
      assert.equal(await columns(), "3");
    });

  for (const [tool, file] of [
    ["MyBatis", `${create}--//@UNDO\n${back}`],
    ["node-pg-migrate", `-- Up Migration\n${create}\n-- Down Migration\n${back}`],
    ["an unknown tool", `${create}\n-- DOWN\n${back}`],
  ] as const)
    it(`a file of ${tool}, with a down half that is not understood: nothing runs, and it is named`, async () => {
      suite.database.write({ "000_first.sql": "CREATE TABLE first (id int);\n", "001_orders.sql": file });
      const said = String(await suite.database.migrate());
      assert.match(said, /were refused; none was run\.\n {2}001_orders\.sql line \d+: .*down migration/);
      assert.equal(await suite.states(), "");
    });
}
