import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { dialectOf } from "../../components/database/client/target";
import { readMigrations } from "../../components/migration/files";
import { fileText } from "../../components/migration/runner/file-text";
import { resolve } from "../../components/migration/runner/resolve";
import { run } from "../../operations/kernel/run";
import { engine } from "./database-server";
import type { MigrationSuite } from "./migration-suite";
import { root } from "./program";

/** Clients, runners, sessions and servers that end in the middle of a file, and locks that somebody holds. */
export function migrationFaults(suite: MigrationSuite): void {
  const { ledger, isAtomic, client: clientProcess, sleep: pause } = suite.tested;

  it("row 10: a lock that another runner holds for too long names its holder", async () => {
    suite.five(`${pause(4)};\n`);
    const slow = suite.database.migrate();
    await suite.until(`SELECT name FROM ${ledger};`, /two/);
    const said = String(await suite.database.migrate({ lockWait: 1 }));
    assert.match(
      said,
      /Another runner has held the migration lock for more than 1 s: (process|connection) \d+ of the server \(/,
    );
    if (isAtomic) assert.match(said, /migration by \w+ on /);
    assert.equal(await slow, 5);
    await suite.converges(0);
  });

  it("row 10: a lock on a table that is held for too long names its holder", async () => {
    suite.five();
    await suite.database.migrate();
    const client = spawn("docker", [
      "exec",
      "-i",
      suite.database.target.container,
      "sh",
      "-c",
      suite.database.target.client,
    ]);
    client.stdin.write("BEGIN;\nSELECT * FROM pay;\n");
    await sleep(500);
    suite.database.write({ "six.sql": "ALTER TABLE pay ADD d int;\n" });
    const said = String(await suite.database.migrate({ lockWait: 3 }));
    client.stdin.end();
    assert.match(said, /(lock timeout|Lock wait timeout)/);
    assert.match(
      said,
      /It waited for a lock held by (process|connection) \d+ of the server \(.*, its transaction open for \d+ s\)/,
    );
    assert.match(suite.database.said.join("\n"), /six\.sql: waits for a lock held by/);
    if (!isAtomic) await resolve(suite.database.target, engine, "six.sql", "rolled back");
    await suite.converges(1);
  });

  it("row 5: the client killed in the middle of a file", async () => {
    suite.five(`ALTER TABLE pay ADD c int;\nUPDATE pay SET c = 1;\n${pause(20)};\n`);
    const killed = suite.database.migrate();
    await suite.until(`SELECT name FROM ${ledger};`, isAtomic ? /two/ : /three/);
    await sleep(500);
    await run("docker", [
      "exec",
      "-u",
      "0",
      suite.database.target.container,
      "sh",
      "-c",
      kill(clientProcess),
    ]);
    const said = String(await killed);
    assert.match(said, /three\.sql/);
    if (isAtomic) {
      assert.match(said, /rolled back/);
      assert.equal(
        await suite.database.query(
          "SELECT count(*) FROM information_schema.columns WHERE table_name = 'pay';",
        ),
        "2",
      );
    } else {
      assert.match(said, /stopped half-way.*Ran, and stays: 1 of its 3 statements/s);
      await suite.database.query("ALTER TABLE pay DROP c;");
      await resolve(suite.database.target, engine, "three.sql", "rolled back");
    }
    suite.five();
    await suite.converges(3);
  });

  it("row 5: the runner killed with -9 in the middle of a file: the next one waits for what the database still does", async () => {
    suite.five(`ALTER TABLE pay ADD c int;\n${pause(4)};\n`);
    const runner = spawn(process.execPath, ["--require", "tsx/cjs", "components/migration/runner/main.ts"], {
      cwd: root,
    });
    runner.stdin.end(JSON.stringify(suite.database.job()));
    await suite.until(`SELECT name FROM ${ledger};`, isAtomic ? /two/ : /three/);
    await sleep(500);
    runner.kill("SIGKILL");
    assert.equal(await suite.database.migrate({ lockWait: 20 }), 2);
    assert.match(
      suite.database.said.join("\n"),
      /waiting for another runner of migrations: (process|connection) \d+/,
    );
    assert.match(await suite.states(), /3 three\.sql applied/);
    await suite.converges(0);
  });

  it("row 6: a session whose text is cut off in the middle of a file", async () => {
    suite.five();
    const dialect = dialectOf(suite.database.target);
    const file = readMigrations(suite.database.folder, dialect.language).files[0];
    assert.ok(file);
    const entry = { ...file, release: "r", backup: undefined };
    const { text } = fileText(file, entry, dialect, "");
    const cut = text.slice(0, text.indexOf("(2)") + 3);
    const before = dialect.opening("x", 5) + dialect.ledger;
    await run(
      "docker",
      [
        "exec",
        "-i",
        suite.database.target.container,
        "sh",
        "-c",
        `${suite.database.target.client} ${dialect.options}`,
      ],
      {
        input: before + cut,
        reject: false,
      },
    );
    if (isAtomic) {
      assert.equal(await suite.states(), "");
      assert.equal(await suite.database.query("SELECT to_regclass('pay');"), "");
    } else {
      assert.equal(await suite.states(), "1 one.sql started");
      assert.equal(
        await suite.database.query(`SELECT count(*), (SELECT statements FROM ${ledger}) FROM pay;`),
        "0|1",
      );
      assert.match(
        String(await suite.database.migrate()),
        /Known to have run: 1 of its statements; the next one may have run too/,
      );
      await suite.database.query("DROP TABLE pay;");
      await resolve(suite.database.target, engine, "one.sql", "rolled back");
    }
    await suite.converges(5);
  });

  it("row 7: the server killed in the middle of a file", async () => {
    suite.five(`ALTER TABLE pay ADD c int;\n${pause(20)};\n`);
    const cut = suite.database.migrate();
    // Where nothing is rolled back, the first of its statements is recorded by then.
    if (isAtomic) await suite.until(`SELECT name FROM ${ledger};`, /two/).then(() => sleep(500));
    else await suite.until(`SELECT statements FROM ${ledger} WHERE name = 'three.sql';`, /^1$/);
    await run("docker", ["kill", suite.database.target.container]);
    const said = String(await cut);
    assert.match(said, /Migration three\.sql was cut off: database shop\d+ in container \w+ does not answer/);
    assert.match(String(await suite.database.migrate()), /ended before it was complete/);
    await run("docker", ["start", suite.database.target.container]);
    await suite.server.answers();
    if (!isAtomic) {
      assert.match(
        String(await suite.database.migrate()),
        /three\.sql was started.*Known to have run: 1 of its statements/s,
      );
      await suite.database.query("ALTER TABLE pay DROP c;");
      await resolve(suite.database.target, engine, "three.sql", "rolled back");
    }
    suite.five();
    await suite.converges(3);
  });
}

/** Ends processes of a name inside a container whose image has no pkill. */
function kill(name: string): string {
  return `for p in /proc/[0-9]*; do [ "$(cat $p/comm 2>/dev/null)" = ${name} ] && kill -9 "\${p#/proc/}"; done; true`;
}
