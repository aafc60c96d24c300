import assert from "node:assert/strict";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";
import { Guarded } from "../support/guarded";

/** The guard before a database's container is replaced, on real servers and volumes. */
describe("docker: what a database's successor is refused for", function () {
  this.timeout(240_000);
  const made: Guarded[] = [];
  const guarded = (...args: ConstructorParameters<typeof Guarded>) => {
    const one = new Guarded(...args);
    made.push(one);
    return one;
  };
  before(() => ensureBaseImages(() => undefined, { names: ["local/postgres:17", "local/mariadb:11.8"] }));
  after(() => Promise.all(made.map((one) => one.remove())));

  /** Two servers on one volume see nothing of each other, whatever they are. */
  const inUse = (server: Guarded) =>
    it("a volume that another server works on", async () => {
      const said = await server.guard([], { container: "another" });
      assert.match(said, new RegExp(`is in use by ${server.container}\\. Two servers on one volume`));
    });

  const trialName = (server: Guarded) =>
    it("a container of another with the name of the trial, which is left alone; one of a guard that was killed is removed", async () => {
      const labels = ["system=shop", "role=job"];
      const trial = `${server.container}-trial`;
      const make = (...options: string[]) =>
        run("docker", ["create", "--name", trial, ...options, server.image, "true"]);
      await make("--label", "system=shop", "--label", "role=database");
      assert.match(
        await server.guard([], { labels }),
        /is taken by another container, \w+\. It was left as it is/,
      );
      await run("docker", ["rm", "--volumes", trial]);
      await make(...labels.flatMap((label) => ["--label", label]));
      assert.equal(await server.guard([], { labels }), "");
      assert.notEqual((await run("docker", ["inspect", trial], { reject: false })).exitCode, 0);
    });

  describe("PostgreSQL", () => {
    const pg = guarded("postgresql");
    before(() => pg.start(["-c", "wal_level=logical"]));

    it("is let through with settings that work, and the trial leaves nothing behind", async () => {
      assert.equal(await pg.guard(["-c", "max_connections=30"]), "");
      const { exitCode } = await run("docker", ["inspect", `${pg.container}-trial`], { reject: false });
      assert.notEqual(exitCode, 0);
    });

    it("settings that the server knows and cannot start with", async () => {
      assert.match(
        await pg.guard(["-c", "ssl=on"]),
        /database db does not start with its settings; .*could not load server certificate file/s,
      );
      assert.match(await pg.guard(["-c", "wal_level=minimal"]), /WAL streaming .* requires "wal_level"/);
      assert.equal(await pg.exec("psql -U postgres -d shop -Atqc 'select 1'"), "1");
    });

    it("more replication slots than the settings allow", async () => {
      await pg.exec(
        "psql -U postgres -qc \"select pg_create_physical_replication_slot('s' || n) from generate_series(1, 2) n\"",
      );
      assert.match(
        await pg.guard(["-c", "max_replication_slots=1"]),
        /2 replication slots, but max_replication_slots is 1/,
      );
    });

    it("tells that the image sorts by another C library, and how indexes are built again", async () => {
      await pg.exec("psql -U postgres -qc \"update pg_database set datcollversion = '2.36'\"");
      const said = await pg.guard();
      assert.match(said, /collations of the C library change from 2\.36 to 2\.\d+ with the image/);
      const command = /docker exec .*/.exec(said)?.[0] ?? "false";
      await run("sh", ["-c", command]);
      assert.equal(await pg.guard(), "");
    });

    inUse(pg);
    trialName(pg);

    it("a volume of another system, until the steps that it names are done", async () => {
      const foreign = guarded("postgresql", [
        ...["POSTGRES_USER=boss", "POSTGRES_DB=boutique", "POSTGRES_PASSWORD=test"],
      ]);
      await foreign.start([], "psql -h 127.0.0.1 -U boss -d boutique -c 'select 1'");
      await foreign.exec("psql -U boss -d boutique -c 'create table kept (id int)' -c 'checkpoint'");
      await foreign.stop();
      const said = await foreign.guard();
      assert.match(said, /no role postgres: its superuser is boss, which POSTGRES_USER created/);
      assert.match(said, /no database shop: it has boutique/);
      await foreign.follow(said);
      assert.equal(await foreign.guard(), "");
      await foreign.start();
      assert.equal(await foreign.exec("psql -U postgres -d boutique -Atc '\\dt'"), "public|kept|table|boss");
    });
  });

  describe("MariaDB", () => {
    const maria = guarded("mariadb");
    before(() => maria.start());

    it("is let through with settings that work", async () =>
      assert.equal(await maria.guard(["--max-connections=30"]), ""));

    inUse(maria);
    trialName(maria);

    it("settings that the server knows and cannot start with", async () =>
      assert.match(
        await maria.guard(["--log-bin=/nowhere/log"]),
        /database db does not start with its settings; .*\/nowhere\/log/s,
      ));

    for (const [setting, was, wanted] of [
      ["lower_case_table_names", "0", "1"],
      ["innodb_page_size", "16384", "8192"],
      ["innodb_data_file_path", "ibdata1:12M:autoextend", "ibdata1:20M:autoextend"],
    ] as const)
      it(`another ${setting} than the data were made with`, async () =>
        assert.match(
          await maria.guard([`--${setting}=${wanted}`]),
          new RegExp(`cannot be changed while it exists:\\n  ${setting} is ${was}, and would be ${wanted}`),
        ));

    it("a volume of another system, with files of another user, until the steps that it names are done", async () => {
      const foreign = guarded("mariadb", [
        "MARIADB_DATABASE=boutique",
        "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1",
      ]);
      await foreign.start([], "mariadb -h 127.0.0.1 -u root -e 'select 1'");
      await foreign.exec("mariadb -u root boutique -e 'create table kept (id int)'");
      await foreign.stop();
      const chown = ["--user", "0", "--entrypoint", "chown", "--volume", `${foreign.volume}:/data`];
      await run("docker", ["run", "--rm", ...chown, foreign.image, "-R", "1234", "/data"]);
      const said = await foreign.guard();
      assert.match(said, /files belong to the user 1234, and the server of this image runs as 999/);
      assert.match(said, /no administrator mysql@localhost/);
      assert.match(said, /no database shop/);
      await foreign.follow(said);
      assert.equal(await foreign.guard(), "");
      // By the name of the user, as the component's container runs.
      const asMysql = (command: string) => `su -s /bin/sh mysql -c "mariadb -u mysql ${command}"`;
      await foreign.start([], asMysql("-D shop -Nse 'select 1'"));
      assert.equal(await foreign.exec(asMysql("boutique -Nse 'show tables'")), "kept");
    });
  });
});
