import assert from "node:assert/strict";
import { lookAtLedger, type LedgerOf } from "../../../../components/migration/read-ledger";
import { FakeEngine, type Outcome } from "../../../support/fake-engine";

const postgres: LedgerOf = { product: "PostgreSQL", container: "shop-pg", client: "psql -U shop_owner" };
const maria: LedgerOf = { product: "MariaDB", container: "shop-maria", client: "mariadb -u shop_owner" };

describe("migration: the ledger, as a preview reads it", () => {
  let fake: FakeEngine;
  const read = (outcome: Outcome, database = postgres) => {
    fake.process = () => outcome;
    return lookAtLedger({ DOCKER_HOST: `unix://${fake.socket}` }, database);
  };
  beforeEach(async () => (fake = await FakeEngine.start()));
  afterEach(() => fake.stop());

  it("has a row for each file, whatever the client warns of", async () => {
    const stdout = 'tables: 3\n{"name": "1.sql", "ordinal": 1}\n{"name": "二.sql", "ordinal": 2}\n';
    const ledger = await read({ code: 0, stdout, stderr: '{"a warning": 1}\n' });
    assert.deepEqual(ledger, {
      rows: [
        { name: "1.sql", ordinal: 1 },
        { name: "二.sql", ordinal: 2 },
      ],
      isEmpty: false,
    });
  });

  it("is asked for by the owner's client in the database's container, with the SQL as its input", async () => {
    let given: [string[], string] | undefined;
    fake.process = (command, stdin) => {
      given = [command, stdin];
      return { code: 0, stdout: "tables: 0\n" };
    };
    const ledger = await lookAtLedger({ DOCKER_HOST: `unix://${fake.socket}` }, postgres);
    assert.deepEqual(ledger, { rows: [], isEmpty: true });
    const [command, stdin] = given ?? [[], ""];
    assert.deepEqual(fake.questions[0], "POST /containers/shop-pg/exec");
    assert.deepEqual(command.slice(0, 2), ["sh", "-c"]);
    assert.match(command[2] ?? "", /^exec psql -U shop_owner/);
    assert.match(stdin, /tables: [^]*FROM migrations\.ledger/);
  });

  it("that is not there yet is one without rows, in a database that is empty or not", async () => {
    const missing = 'psql:<stdin>:9: ERROR:  relation "migrations.ledger" does not exist\n';
    assert.deepEqual(await read({ code: 3, stdout: "tables: 0\n", stderr: missing }), {
      rows: [],
      isEmpty: true,
    });
    assert.deepEqual(await read({ code: 3, stdout: "tables: 7\n", stderr: missing }), {
      rows: [],
      isEmpty: false,
    });
    const stderr = "ERROR 1146 (42S02) at line 3: Table 'shop.migrations_ledger' doesn't exist\n";
    assert.deepEqual(await read({ code: 1, stdout: "tables: 0\n", stderr }, maria), {
      rows: [],
      isEmpty: true,
    });
  });

  it("is not read where the database does not answer, or its client is cut off", async () => {
    const stderr = "psql: error: connection to server failed: the database system is starting up\n";
    assert.equal(await read({ code: 2, stderr }), undefined);
    assert.equal(await read({ code: null, stdout: 'tables: 1\n{"name": "1.sql"}\n' }), undefined);
    assert.equal(
      await read({ code: 3, stdout: "tables: 1\n", stderr: "ERROR:  permission denied\n" }),
      undefined,
    );
  });

  it("is not read where there is no container, or none that runs, or no engine", async () => {
    for (const status of [404, 409]) {
      fake.answers["POST /containers/shop-pg/exec"] = { status, body: { message: "no" } };
      assert.equal(await read({ code: 0 }), undefined);
    }
    assert.equal(await lookAtLedger({ DOCKER_HOST: "unix:///nonexistent/docker.sock" }, postgres), undefined);
    const unreadable = { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/nonexistent" };
    assert.equal(
      await lookAtLedger({ DOCKER_HOST: "tcp://127.0.0.1:1", ...unreadable }, postgres),
      undefined,
    );
  });
});
