import assert from "node:assert/strict";
import { inDatabase } from "../../components/backup/scripts";
import { products } from "../../components/database/products";
import { admin, BackupProject, folder, names, until, type Name } from "../support/backup-project";

/** Restored and proven, by the commands of operations/, on real servers of two products. The tests follow one another. */
describe("docker: restore of two engines", function () {
  this.timeout(240_000);
  let at: BackupProject;

  before(async () => {
    at = await BackupProject.create();
  });
  after(() => at?.project.remove());

  const taken: Partial<Record<Name, string>> = {};

  for (const name of names) {
    it(`${name}: npm run backup and backups: one is taken and listed, with age, size and whether it is verified`, async () => {
      const before = await at.backUp(name, "--env", "REASON=migration", "--env", "RELEASE=r7");
      assert.equal(before.exitCode, 0, before.stderr);
      const { output, exitCode } = await at.operation(name, "backup", "--reason", "before the sale");
      assert.equal(exitCode, 0, output);
      const [, id] =
        /^Backup (\S+) of database order_system: [\d.]+ KiB, \d tables, in \d s\.$/m.exec(output) ?? [];
      taken[name] = id ?? assert.fail(output);
      const { output: listed } = await at.operation(name, "backups");
      assert.match(listed, /^ID +AGE +SIZE +VERIFIED +RELEASE +REASON +MIGRATION$/m);
      assert.match(
        listed,
        new RegExp(`^${id} +\\d+ s +[\\d.]+ KiB +no +- +before the sale +2 create_odd\\.sql$`, "m"),
      );
      assert.match(listed, /no +r7 +migration +2 create_odd\.sql$/m);
    });

    it(`${name}: npm run restore-test restores it into a server of its own, and notes how long that took`, async () => {
      const { output, exitCode } = await at.operation(name, "restore-test", "latest");
      assert.equal(exitCode, 0, output);
      assert.match(output, /was restored in \d+ s: \d tables and all of their rows as its manifest says/);
      const { verifiedAt, verifiedSeconds } = await at.manifest(name, taken[name] ?? "");
      assert.match(String(verifiedAt), /^20\d\d-.*Z$/);
      assert.equal(typeof verifiedSeconds, "number");
      assert.match(
        (await at.operation(name, "backups")).output,
        new RegExp(`^${taken[name]} .* 20\\d\\d-\\d\\d-\\d\\d, restored in \\d+ s `, "m"),
      );
      assert.ok(!(await at.list(name)).some((each) => each.startsWith(".")), "its server is left behind");
    });

    it(`${name}: a backup that lost one byte on the disk is not restored, and one whose rows are others is not either`, async () => {
      const id = taken[name] ?? "";
      const { file } = await at.manifest(name, id);
      await at.inside(
        name,
        `cd ${folder} && cp ${file} good && cp ${id}.json good.manifest && truncate -s -1 ${file}`,
      );
      for (const command of ["restore", "restore-test"]) {
        const { output, exitCode } = await at.operation(
          name,
          command,
          id,
          ...(command === "restore" ? ["--yes"] : []),
        );
        assert.equal(exitCode, 1);
        assert.match(output, new RegExp(`${file} is not what was written: \\d+ bytes of \\d+`));
        if (command === "restore") assert.match(output, /fix: choose another one/);
      }
      const refuted = await at.manifest(name, id);
      assert.deepEqual([refuted.verifiedAt, refuted.verifiedSeconds], [null, null]);
      await at.inside(
        name,
        `cd ${folder} && mv good ${file} && sed -i 's/item": 1000/item": 1001/' ${id}.json`,
      );
      const { output, exitCode } = await at.operation(name, "restore", id, "--yes");
      assert.equal(exitCode, 1);
      assert.match(output, /expected 1001 rows in (public\.)?item\n +found 1000 rows in (public\.)?item/);
      assert.match(output, /Database order_system was looked at afterwards: it answers, and has \d tables/);
      await at.inside(name, `cd ${folder} && mv good.manifest ${id}.json`);
      const databases = { pg: "SELECT datname FROM pg_database", maria: "SHOW DATABASES" }[name];
      assert.doesNotMatch(await at.sql(name, databases), /restore/);
    });

    it(`${name}: an older backup is restored under newer migrations: what is lost is said first, the old database is kept`, async () => {
      const id = taken[name] ?? "";
      const ledger = { pg: "migrations.ledger", maria: "migrations_ledger" }[name];
      const change = `INSERT INTO item VALUES (5000, 'after the backup'); CREATE TABLE later (id int);
        INSERT INTO ${ledger} VALUES (3, 'create_later.sql', 'applied');`;
      await at.asOwner(name, change);
      const started = async () =>
        (await at.docker(["inspect", "--format", "{{.State.StartedAt}}", at.outputs.app])).stdout;
      const before = await started();
      const asked = await at.operation(name, "restore", id);
      assert.equal(asked.exitCode, 1);
      assert.match(asked.output, /item: 1001 rows now, 1000 in the backup: 1 fewer after it/);
      assert.match(asked.output, /later: 0 rows now; the table is not in the backup/);
      assert.match(asked.output, /The backup is older than these migrations: 3 create_later\.sql\./);
      assert.match(asked.output, /Nothing was changed: there is no terminal to ask on\.\n +fix: add --yes/);
      assert.equal(await started(), before);

      const { output, exitCode } = await at.operation(name, "restore", id, "--yes");
      assert.equal(exitCode, 0, output);
      const [, kept = ""] = /is kept as (order_system_before_\w+)\. To go back/.exec(output) ?? [];
      assert.notEqual(await started(), before);
      assert.equal(await at.sql(name, "SELECT COUNT(*) FROM item"), "1000");
      assert.equal(await at.sql(name, `SELECT MAX(name) FROM ${ledger}`), "create_odd.sql");
      const old = admin[name].replace("order_system", kept);
      assert.equal(await at.sql(name, "SELECT COUNT(*) FROM item", old), "1001");
      assert.match(await at.sql(name, "SELECT * FROM many"), /^1000$/);
      if (name === "maria") await at.sql(name, "INSERT INTO child VALUES (2, 2)");
      // As the roles that it had: the owner changes the schema, the application cannot.
      await at.asOwner(name, "CREATE TABLE again (id int); DROP TABLE again;");

      const back = await at.operation(name, "restore", "--back", kept, "--yes");
      assert.equal(back.exitCode, 0, back.output);
      assert.equal(await at.sql(name, "SELECT COUNT(*) FROM item"), "1001");
      assert.equal(await at.sql(name, `SELECT MAX(ordinal) FROM ${ledger}`), "3");
    });
  }

  it("maria: an exchange that fails half-way leaves the old database with its views and triggers, and the services running", async () => {
    const locked = at.sql("maria", "LOCK TABLES item READ; SELECT SLEEP(100)").catch(() => "");
    const { output, exitCode } = await at.operation("maria", "restore", "latest", "--yes");
    await at.sql(
      "maria",
      "SELECT id INTO @id FROM information_schema.processlist WHERE info LIKE '%SLEEP(100)%' AND id <> CONNECTION_ID(); KILL QUERY @id",
    );
    await locked;
    assert.equal(exitCode, 1);
    assert.match(output, /could not be put in the place of order_system:[^]*Lock wait timeout/);
    assert.equal(await at.sql("maria", "SELECT * FROM many"), "1001");
    await at.sql("maria", "INSERT INTO item VALUES (6000, 'loud')");
    assert.equal(await at.sql("maria", "SELECT name FROM item WHERE id = 6000"), "loud!");
    // What was restored can be put in its place without restoring it again; both commands are named.
    const [, copy = ""] =
      /The restored data is in database (order_system_restore_\w+)\. .*--back order_system_restore/.exec(
        output,
      ) ?? assert.fail(output);
    const listed = await at.operation("maria", "backups");
    assert.match(
      listed.output,
      new RegExp(`^Database ${copy}, .*: of a restore that is running or did not finish\\.$`, "m"),
    );
    await at.sql("maria", `DROP DATABASE ${copy}`);
    const { stdout } = await at.docker([
      "inspect",
      "--format",
      "{{.State.Running}}",
      at.outputs.app,
      at.schedule("maria"),
    ]);
    assert.equal(stdout, "true\ntrue");
  });

  it("an exchange that fails when the tables have moved already moves them back, with what hangs on them", async () => {
    const { stdout: id } = await at.backUp("maria");
    const exchange = { ID: id.split("\n").at(-1) ?? "", TARGET: "half", KEPT: "kept" };
    const env = Object.entries(exchange).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
    const script = (name: "restore" | "switch") => inDatabase(products.mariadb, "order_system", name);
    assert.equal((await at.inside("maria", script("restore"), ...env)).exitCode, 0);
    const moved = 'move "$journal/there" 2>"$errors"';
    assert.ok(script("switch").includes(moved));
    const { exitCode } = await at.inside(
      "maria",
      script("switch").replace(moved, `${moved} && false`),
      ...env,
    );
    assert.equal(exitCode, 1);
    assert.equal(await at.sql("maria", "SELECT * FROM many"), "1002");
    await at.sql("maria", "INSERT INTO item VALUES (6001, 'loud'); INSERT INTO child VALUES (3, 6001)");
    assert.equal(await at.sql("maria", "SELECT name FROM item WHERE id = 6001"), "loud!");
    assert.doesNotMatch(await at.sql("maria", "SHOW DATABASES"), /kept/);
    assert.equal(await at.sql("maria", "SELECT COUNT(*) > 0 FROM half.item"), "1");
    await at.sql("maria", "DROP DATABASE half");
  });

  it("pg: an exchange that fails leaves both databases under their names", async () => {
    await at.sql("pg", "CREATE DATABASE half", admin.pg);
    const env = ["--env", "TARGET=half", "--env", "KEPT=postgres"];
    const { exitCode, stderr } = await at.inside(
      "pg",
      inDatabase(products.postgresql, "order_system", "switch"),
      ...env,
    );
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /"postgres" already exists\nDatabase order_system was looked at afterwards: it answers[^]*Database half was/,
    );
    assert.equal(await at.sql("pg", "SELECT COUNT(*) FROM item"), "1001");
    await at.sql("pg", "DROP DATABASE half");
  });

  const lock = {
    pg: "SELECT pg_advisory_lock(x'6d696772'::int), pg_sleep(60)",
    maria: "SELECT GET_LOCK(CONCAT('migrations.', SHA1('order_system')), 0), SLEEP(60)",
  };
  for (const name of names)
    it(`${name}: its terminal goes away, and then the command is killed: services run, and one database is there as a whole`, async () => {
      for (const signal of ["SIGHUP", "SIGKILL"] as const) {
        await at.sql(name, "INSERT INTO item VALUES (7000, 'before the restore')");
        // The command itself goes on after SIGHUP; after SIGKILL the server ends what it was asked to do, if it was asked already.
        const said = await at.interrupted(name, signal, "restore", taken[name] ?? "", "--yes");
        const rows = (database?: string) =>
          at.sql(name, "SELECT COUNT(*) FROM item WHERE id = 7000", database).catch(() => "");
        const listed = async () => (await at.operation(name, "backups")).output;
        await until(
          async () => (await rows()) === "0" || (signal === "SIGKILL" && /_restore_/.test(await listed())),
          said,
        );
        const running = ["inspect", "--format", "{{.State.Running}}", at.outputs.app, at.schedule(name)];
        await until(async () => (await at.docker(running)).stdout === "true\ntrue", said);
        if ((await rows()) === "0") {
          const kept = /order_system_before_\w+(?=, [^\n]*before a restore)/g;
          const [last = ""] = (await listed()).match(kept)?.slice(-1) ?? [];
          assert.equal(await rows(admin[name].replace("order_system", last)), "1");
        }
      }
    });

  for (const name of names)
    it(`${name}: refused while a migration runs, before and at the exchange: nothing is stopped, no database is lost`, async () => {
      const holding = at.asOwner(name, lock[name]).catch(() => "");
      const who = `SELECT ${{ pg: "count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = x'6d696772'::int", maria: "IS_USED_LOCK(CONCAT('migrations.', SHA1('order_system'))) IS NOT NULL" }[name]}`;
      await until(async () => (await at.sql(name, who)) === "1");
      const started = async () =>
        (await at.docker(["inspect", "--format", "{{.State.StartedAt}}", at.outputs.app])).stdout;
      const before = await started();
      const { output, exitCode } = await at.operation(name, "restore", "latest", "--yes");
      assert.equal(exitCode, 1);
      assert.match(
        output,
        /cannot be restored now: a migration of database order_system is running, (process|connection) \d+ of the server \(.*\)\. Nothing was changed/,
      );
      assert.equal(await started(), before);
      const beside = "order_system_beside_20000101_000000";
      await at.sql(name, `CREATE DATABASE ${beside}`);
      const own = { pg: "template1", maria: "mysql" }[name];
      const { output: refused } = await at.operation(name, "restore", "--back", own, "--yes");
      assert.match(refused, new RegExp(`No database ${own} was left beside order_system .*${beside}`, "s"));
      const { output: back } = await at.operation(name, "restore", "--back", beside, "--yes");
      assert.match(
        back,
        /beside_\d+_0+ could not be put in the place of order_system: a migration is running/,
      );
      assert.match(
        back,
        /Database order_system was looked at afterwards: it answers[^]*Database order_system_beside_20000101_000000 was looked at afterwards: it answers/,
      );
      const databases = { pg: "SELECT datname FROM pg_database", maria: "SHOW DATABASES" }[name];
      assert.match(await at.sql(name, databases), new RegExp(beside));
      await at.sql(
        name,
        name === "pg"
          ? "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND pid <> pg_backend_pid()"
          : "SELECT id INTO @id FROM information_schema.processlist WHERE info LIKE '%SLEEP(60)%' AND id <> CONNECTION_ID(); KILL @id",
      );
      await holding;
    });
});
