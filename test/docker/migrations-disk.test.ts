import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { resolve } from "../../components/migration/runner/resolve";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";
import { DatabaseServer, engine, type DatabaseUnderTest } from "../support/database-server";
import { newest } from "../support/tested-databases";

/** What fills 20 MiB and fits when there is room. */
const servers = {
  PostgreSQL: {
    data: "/var/lib/postgresql/data",
    rows: "SELECT n AS id, repeat(md5(n::text), 30) AS t FROM generate_series(1, 60000) n",
    check: (database: string) => `pg_amcheck -U postgres --install-missing --heapallindexed ${database}`,
  },
  MariaDB: {
    data: "/var/lib/mysql",
    rows: "SELECT seq AS id, repeat(md5(seq), 30) AS t FROM seq_1_to_60000",
    check: (database: string) => `mariadb-check -u root --extended ${database} | grep -v 'OK$'; true`,
  },
};

for (const product of ["PostgreSQL", "MariaDB"] as const) {
  const { data, rows, check } = servers[product];
  const tested = newest(product);
  const { image, ledger } = tested;

  /** Row 22 of the faults: the data lies on a disk of 300 MiB, which something else fills. */
  describe(`docker: the disk under ${product} runs full while it is migrated`, function () {
    this.timeout(120_000);
    const name = `test${randomBytes(4).toString("hex")}`;
    const folder = `${name}:${data}`;
    const docker = (...args: string[]) => run("docker", args);
    const onDisk = (script: string) => docker("exec", name, "sh", "-c", script);
    let server: DatabaseServer;
    let database: DatabaseUnderTest;

    before(async () => {
      await ensureBaseImages(() => undefined, { names: [image] });
      const options = ["type=tmpfs", "device=tmpfs", "o=size=300m"].flatMap((each) => ["--opt", each]);
      await docker("volume", "create", ...options, name);
      // Holds the disk while the server is started again, and fills it.
      await docker(
        ...["run", "--detach", "--name", name, "--volume", folder],
        ...["--entrypoint", "sleep", image, "600"],
      );
      server = await DatabaseServer.start(tested, ["--volume", folder, "--restart", "unless-stopped"]);
    });
    after(async () => {
      await server?.stop();
      await run("docker", ["rm", "--force", name], { reject: false });
      await run("docker", ["volume", "rm", name], { reject: false });
    });
    beforeEach(async () => {
      database = await server.database();
      database.write({
        "one.sql": "CREATE TABLE pay (id int PRIMARY KEY);\nINSERT INTO pay VALUES (1), (2);\n",
      });
      assert.equal(await database.migrate(), 1);
      const most = `$(($(df -Pm ${data} | awk 'NR == 2 { print $4 }') - 20))`;
      await onDisk(`fallocate -l ${most}MiB ${data}/ballast`);
    });
    afterEach(() => database.remove());

    /** Room is made: what was there is whole, and the same files converge. */
    async function recovers(pending: number): Promise<void> {
      await onDisk(`rm -f ${data}/ballast`);
      await server.answers();
      assert.equal(await database.query("SELECT count(*), max(id) FROM pay;"), "2|2");
      assert.equal(await database.migrate(), pending, database.said.join("\n"));
      assert.equal(await database.query("SELECT count(*), max(id) FROM big;"), "60000|60000");
      assert.equal(await database.migrate(), 0);
      const found = await docker(
        "exec",
        server.target.container,
        "sh",
        "-c",
        check(database.target.database),
      );
      assert.equal(found.stdout, "");
    }

    const full = new RegExp(
      `The disk of the database filled up: ${data} of container \\w+(, where \\d+ of 300 MiB are free now)?\\.\n +` +
        `fix: make room on the disk that its volume ${name} is on`,
    );

    if (product === "PostgreSQL") {
      it("a server that finds no room for its log goes down: the file is rolled back when there is room again", async () => {
        database.write({ "two.sql": `CREATE TABLE big AS ${rows};\n` });
        const said = String(await database.migrate());
        assert.match(
          said,
          /^Migration two\.sql was cut off: database shop\d+ in container \w+ does not answer/,
        );
        assert.match(said, full);
        assert.match(said, /\| .*PANIC: .*pg_wal.*No space left on device/);
        assert.match(
          said,
          /The database rolls it back when it starts again; the files before it stay applied/,
        );
        const again = String(await database.migrate());
        assert.match(again, /ended before it was complete/);
        assert.match(again, full);
        await recovers(1);
      });

      it("a file that finds no room is rolled back, and says that it is the disk", async () => {
        database.write({ "two.sql": `CREATE UNLOGGED TABLE big AS ${rows};\n` });
        const said = String(await database.migrate());
        assert.match(said, /^Migration two\.sql failed on database shop\d+\. It was rolled back/);
        assert.match(said, /two\.sql line 1: could not extend file .*No space left on device/);
        assert.match(said, full);
        assert.match(
          said,
          /The services still run the old release\. Fix the cause, then run 'pulumi up' again/,
        );
        await recovers(1);
      });
    } else
      it("a file that finds no room stays started, with what ran of it, and says that it is the disk", async () => {
        database.write({
          "two.sql": `CREATE TABLE big (id int, t text);\nINSERT INTO big ${rows};\nALTER TABLE pay ADD b int;\n`,
        });
        const said = String(await database.migrate());
        assert.match(said, /^Migration two\.sql stopped half-way on database shop\d+/);
        assert.match(said, /Ran, and stays: 1 of its 3 statements.*line 2: The table 'big' is full/s);
        assert.match(said, full);
        assert.equal(
          await database.query(`SELECT state, statements FROM ${ledger} WHERE name = 'two.sql';`),
          "started|1",
        );
        await database.query("DROP TABLE big;");
        await resolve(database.target, engine, "two.sql", "rolled back");
        await recovers(1);
      });
  });
}
