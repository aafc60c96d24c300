import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReleaseRecord } from "../../components/release/record";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";
import { ReleaseSystem } from "../support/release-system";
import { RunningUpdate, until } from "../support/running-update";

/** What serves, after releases that ended badly, and where a rollback leads from it. The tests follow one another. */
describe("docker: what serves is known, and a rollback goes from it", function () {
  this.timeout(600_000);
  let system: ReleaseSystem;
  let update: RunningUpdate | undefined;

  before(async () => {
    system = await ReleaseSystem.create();
    system.release("one");
    await system.succeeds();
    system.release("two");
    system.migrate("add_note", "CREATE TABLE note (id int PRIMARY KEY);\n");
    await system.succeeds();
    // No release: what the state says of the two stays as it is.
    await system.succeeds();
  });
  after(async () => {
    await update?.kill();
    await system?.remove();
  });

  const operation = async (...args: string[]) => {
    const { stdout, stderr, exitCode } = await run(
      process.execPath,
      ["--import", "tsx", join(root, "toolchain", "main.ts"), ...args, "--stack", system.project.stack],
      { cwd: root, env: { ...system.project.env, INIT_CWD: system.project.folder }, reject: false },
    );
    assert.doesNotMatch(stdout + stderr, /^\s+at .*:\d+:\d+/m, "a stack trace");
    return { output: stdout + stderr, exitCode };
  };
  const records = async () =>
    JSON.parse((await operation("releases", "--json")).output) as (ReleaseRecord & { serves?: true })[];
  const serves = async () => (await records()).filter((record) => record.serves).map(({ number }) => number);
  const rollback = async (...args: string[]) => {
    const { exitCode, output } = await operation("rollback", "--yes", ...args);
    assert.equal(exitCode, 0, output);
    return output;
  };

  it("a role of the database reads what migrations make, by its own address", async () => {
    const { stdout: url } = await system.project.cli("stack", "output", "reports", "--show-secrets");
    assert.match(url, /^postgresql:\/\/shop_reports:\w{32}@database:5432\/shop$/);
    const psql = (sql: string) =>
      system.inContainer("database", "psql", url.replace("@database:", "@127.0.0.1:"), "-Atc", sql);
    assert.equal(await psql("SELECT current_user, count(*) FROM note"), "shop_reports|0");
    await assert.rejects(psql("INSERT INTO note VALUES (1)"), /permission denied/);
  });

  it("listeners are called once per event of a release, and not by an update with nothing to do", () => {
    const heard = readFileSync(join(system.project.folder, "events.txt"), "utf8").split("\n");
    const released = (number: number) => [
      `${number} began, does not serve, undefined`,
      `${number} served, serves, undefined`,
      `${number} succeeded, serves, undefined`,
    ];
    assert.deepEqual(heard, [...released(1), ...released(2), ""]);
  });

  it("a release that failed after the switch is what serves: a rollback goes to the one before it", async () => {
    system.release("three", { BROKEN: "yes" });
    const { exitCode, stdout } = await system.project.up();
    assert.notEqual(exitCode, 0, stdout);
    assert.equal(await system.serving(), "three");
    assert.deepEqual(await serves(), [3]);
    assert.match((await operation("releases")).output, /^3 .*failed, serves/m);
    const heard = readFileSync(join(system.project.folder, "events.txt"), "utf8");
    assert.match(heard, /^3 began, .*\n3 served, .*\n3 failed, serves, verification\n$/m);
    await rollback();
    assert.equal(await system.serving(), "two");
    const last = (await records()).at(-1);
    assert.deepEqual([last?.number, last?.replaces, last?.rollbackTo, last?.serves], [4, 3, 2, true]);
  });

  it("so is one whose pulumi was killed after the switch", async () => {
    system.release("four");
    const begun = (update = new RunningUpdate(system.project));
    await begun.says(/nginx-switch updating/);
    await until(async () => (await system.serving()) === "four", 20);
    await begun.kill();
    await system.unlock();
    assert.deepEqual(await serves(), [5]);
    await rollback();
    assert.equal(await system.serving(), "two");
  });

  const freeze = (frozen: boolean) => {
    const { project } = system;
    if (frozen) project.settings["deployments"] = { freeze: { reason: "Double Eleven" } };
    else delete project.settings["deployments"];
    project.writeStackFile();
  };

  it("during a freeze a rollback is refused, as every update is", async () => {
    freeze(true);
    const { exitCode, output } = await operation("rollback", "--yes");
    assert.notEqual(exitCode, 0, output);
    assert.match(output, /Double Eleven/);
    assert.equal(await system.serving(), "two");
    freeze(false);
  });

  it("--restore-database is refused when there is nothing to restore, or when the backup is not there", async () => {
    for (const [args, message] of [
      [[], /nothing to restore: no migration was applied since release 2.*nothing was changed/],
      [["--backup", "20000101-000000-none"], /There is no backup 20000101-000000-none/],
      [
        ["--backup", "other=1"],
        /Which database does backup 1 belong to\? The stack has: database; nothing was changed/,
      ],
    ] as const) {
      const { exitCode, output } = await operation(
        ...["rollback", "--yes", "--to", "2", "--restore-database", ...args],
      );
      assert.notEqual(exitCode, 0, output);
      assert.match(output, message);
    }
    assert.deepEqual(await serves(), [6]);
  });

  it("a rollback after a rollback goes further back, and never forward to what was left; the database too, when asked; during a freeze in an emergency", async () => {
    freeze(true);
    Object.assign(system.project.env, { EMERGENCY: "payments fail" });
    const said = await rollback("--restore-database");
    delete system.project.env["EMERGENCY"];
    freeze(false);
    assert.match(said, /^EMERGENCY: .* because: payments fail$/m);
    assert.match(said, /Database shop: backup \S+ is restored/);
    assert.equal(await system.serving(), "one");
    assert.equal(await system.sql("SELECT to_regclass('note') IS NULL, count(*) FROM item"), "t|3");
    assert.deepEqual(await serves(), [7]);
    const { exitCode, output } = await operation("rollback", "--yes");
    assert.notEqual(exitCode, 0, output);
    assert.match(output, /There is nothing to go back to: release 1 is the first/);
  });

  it("a source that is not what was released is refused before any of it runs, and a damaged record costs only itself", async () => {
    const { stack } = system.project;
    const volume = `proxy-system-${stack}-releases`;
    const options = ["--volume", `${volume}:/releases`, "--volume", `${volume}-sources:/sources`];
    await run("docker", [
      ...["run", "--rm", ...options, "--user", "0", "--entrypoint", "sh", "local/postgres:17", "-c"],
      `: >/releases/4.json; : >/releases/4.json.new; cp /sources/1.tar.gz /sources/2.tar.gz`,
    ]);
    const exchanged = await operation("rollback", "--yes", "--to", "2");
    assert.notEqual(exchanged.exitCode, 0, exchanged.output);
    assert.match(exchanged.output, /source of release 2 is not what was recorded/);
    const { exitCode, output } = await operation("releases");
    assert.equal(exitCode, 0, output);
    assert.match(output, /^7 .*serves/m);
    assert.match(output, /Record 4 .*0 bytes/);
    const damaged = await operation("rollback", "--yes", "--to", "4");
    assert.match(damaged.output, /Record 4 .*0 bytes/);
    assert.equal(await system.serving(), "one");
  });

  it("a release that was made with a migration which git did not track: nothing goes back to a source that lacks it, its database neither", async () => {
    const { project } = system;
    system.release("eight");
    await project.track();
    await run("git", ["add", "--all"], { cwd: project.top });
    system.migrate("add_late", "CREATE TABLE late (id int PRIMARY KEY);\n");
    const untracked = await project.cli(
      ...["up", "--yes", "--skip-preview", "--non-interactive", "--stack", project.stack],
    );
    assert.equal(untracked.exitCode, 0, untracked.stdout + untracked.stderr);
    const [, of = ""] = /^(\d+) .*serves/m.exec((await operation("releases")).output) ?? [];
    system.release("nine");
    system.migrate("add_more", "CREATE TABLE more (id int PRIMARY KEY);\n");
    await system.succeeds();
    const to = ["--yes", "--to", of];
    const refused = await operation("rollback", ...to, "--restore-database");
    assert.equal(refused.exitCode, 1, refused.output);
    assert.match(
      refused.output,
      /stored source of release \d+ lacks add_late\.sql, which it was made with: git did not track it, .*nothing was changed/,
    );
    assert.equal(await system.serving(), "nine");
    // Its order names the file, so this one cannot be gone back to at all.
    const plain = await operation("rollback", ...to);
    assert.equal(plain.exitCode, 1, plain.output);
    assert.match(plain.output, /add_more\.sql stays applied; release \d+ works with that/);
    assert.match(plain.output, /add_late\.sql[^]*The rollback stopped at its preview.*nothing was changed/);
    assert.equal(await system.serving(), "nine");
    assert.equal(
      await system.sql("SELECT to_regclass('late') IS NOT NULL, to_regclass('more') IS NOT NULL"),
      "t|t",
    );
    await system.succeeds();
  });
});
