import assert from "node:assert/strict";
import { run } from "../../operations/kernel/run";
import { ReleaseSystem } from "../support/release-system";
import { RunningUpdate, until } from "../support/running-update";
import { served, underLoad } from "../support/under-load";

/** Releases under load whose `pulumi up` is killed outright, and what their users do next. The tests follow one another. */
describe("docker: a release under load, killed at each of its steps", function () {
  this.timeout(300_000);
  let system: ReleaseSystem;
  let update: RunningUpdate | undefined;

  before(async () => {
    system = await ReleaseSystem.create();
    system.release("first");
    await system.succeeds();
  });
  after(async () => {
    await update?.kill();
    await system?.remove();
  });

  /** When an update is killed. */
  interface Moment {
    /** It said this, */
    says: RegExp;
    /** and this is true then. Default: at once. */
    when?: (update: RunningUpdate) => Promise<boolean> | boolean;
    /** The release that users get then. Default: the old one. */
    gets?: "old" | "either" | "new";
  }

  /** Begins the next release and kills it. `npm run unlock` and a plain `pulumi up` then finish it, and no request fails all the while. */
  async function killed({ says, when = () => true, gets = "old" }: Moment): Promise<void> {
    const old = await system.serving();
    const { load } = await underLoad([system.url, `${system.url}/page`], async () => {
      const begun = (update = new RunningUpdate(system.project));
      await begun.says(says);
      await until(async () => when(begun), 20);
      await begun.kill();
      const serving = await system.serving();
      if (gets !== "either") assert.equal(serving === old ? "old" : "new", gets);
      assert.match(
        await system.unlock(),
        /releasing the lock of an update that was killed: .*, no longer running, since/,
      );
      await system.succeeds();
    });
    served(load);
    assert.equal(await system.serving(), system.next);
    assert.equal(await system.sql("SELECT count(*) FROM item"), "3");
  }

  const live = (file: string) => system.inContainer("nginx", "cat", `/etc/nginx/live/${file}`);

  it("while an image is built", async () => {
    const step = `RUN : ${system.project.stack} && sleep 3`;
    system.release("built anew");
    system.project.edit("app/Dockerfile", (text) => `${text}${step}\n`);
    // What a kill leaves that comes while the record of the release is written.
    const records = `proxy-system-${system.project.stack}-releases`;
    const reaches = ["--volume", `${records}:/releases`, "--label", `io.pulumi-web-systems.store=${records}`];
    await run("docker", ["create", "--network", "none", ...reaches, "local/postgres:17", "none"]);
    await killed({ says: /Step \d+\/\d+ : RUN : / });
    const { stdout } = await run("docker", ["ps", "--all", "--no-trunc", "--format", "{{.Command}}"]);
    assert.ok(!stdout.includes(step.replace("RUN ", "")), stdout);
  });

  it("while the backup before a migration is taken", async () => {
    system.release("with a backup");
    system.migrate("add_note", "CREATE TABLE note (id int PRIMARY KEY);\n");
    // The dump waits for a table that somebody else holds.
    const holder = system.sql("BEGIN; LOCK TABLE item IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(60)");
    holder.catch(() => undefined);
    const dumping =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pg_dump' AND wait_event_type = 'Lock'";
    const ended = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'BEGIN; LOCK%'`;
    await killed({
      says: /taking a backup before the first file/,
      when: async () => {
        const waits = await system.sql(dumping);
        if (waits !== "0") setTimeout(() => void system.sql(ended), 1000);
        return waits !== "0";
      },
    });
    assert.equal(
      await system.sql("SELECT state FROM migrations.ledger WHERE name = 'add_note.sql'"),
      "applied",
    );
    assert.doesNotMatch(await system.inContainer("database", "ls", "/var/backups/database"), /partial|new/);
  });

  it("while a migration runs", async () => {
    system.release("migrated");
    system.migrate(
      "add_mark",
      "CREATE TABLE mark (id int PRIMARY KEY);\nSELECT pg_sleep(4);\nINSERT INTO mark VALUES (1);\n",
    );
    await killed({ says: /applying \d+ add_mark/ });
    assert.equal(
      await system.sql("SELECT count(*), min(state) FROM migrations.ledger WHERE name = 'add_mark.sql'"),
      "1|applied",
    );
    assert.equal(await system.sql("SELECT count(*) FROM mark"), "1");
  });

  it("while candidates start", async () => {
    system.release("slow to start", { START_SECONDS: "3" });
    await killed({ says: /site-ready creating/ });
  });

  it("while the candidates are verified through Nginx", async () => {
    system.release("slow to verify", { CHECK_SECONDS: "3" });
    const there = async () =>
      (await system.inContainer("nginx", "ls", "/etc/nginx/live")).includes("candidates");
    await killed({ says: /nginx-switch updating/, when: there });
  });

  it("right at the switch", async () => {
    system.release("switched");
    const before = await live("upstreams");
    await killed({
      says: /nginx-switch updating/,
      when: async () => (await live("upstreams")) !== before,
      gets: "either",
    });
  });

  it("while an old container finishes a request, which is answered", async () => {
    const old = await system.serving();
    system.release("drained");
    let slow: Promise<string> | undefined;
    await killed({
      says: /nginx-switch updating/,
      when: ({ said }) => {
        slow ??= system.slowRequest();
        return /site(-2)? deleting original/.test(said);
      },
      gets: "new",
    });
    assert.equal(await slow, `200 ${old}`);
  });

  it("one that is not killed answers the request that an old container has, and leaves nothing to do", async () => {
    const old = await system.serving();
    system.release("patient");
    let slow: Promise<string> | undefined;
    const { load } = await underLoad([system.url], async () => {
      update = new RunningUpdate(system.project);
      await update.says(/nginx-switch updating/);
      slow = system.slowRequest();
      assert.equal(await update.ended(), 0, update.said);
    });
    served(load);
    assert.equal(await slow, `200 ${old}`);
    await system.succeeds();
    assert.deepEqual(await system.project.changes(), []);
  });
});
