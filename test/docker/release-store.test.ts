import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adopt } from "../../components/release/adopt";
import { docker } from "../support/docker";
import type { ReleaseRecord } from "../../components/release/record";
import { serving } from "../../components/release/serving";
import { ReleaseStore } from "../../components/release/store";
import { randomStack } from "../support/project";

/** The store of releases on a real engine, without any update. */
describe("docker: the store of releases", function () {
  this.timeout(60_000);
  const args = { environment: {}, system: "shop", stack: randomStack() };
  const store = new ReleaseStore(args);
  const local = mkdtempSync(join(tmpdir(), "store-"));
  const volume = (folder: string) =>
    `shop-${args.stack}-${folder === "sources" ? "releases-sources" : folder}`;

  after(async () => {
    rmSync(local, { recursive: true });
    await docker({}, "volume", "rm", volume("releases"), volume("sources"));
  });

  const record = (number: number, more: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
    ...{
      number,
      system: "shop",
      stack: args.stack,
      result: "started",
      by: "li on host1",
      folder: "",
      steps: [],
    },
    startedAt: "2026-01-01T10:00:00Z",
    ...more,
  });
  const inVolumes = (command: string) =>
    docker(
      {},
      ...["run", "--rm", "--network", "none", "--user", "0", "--entrypoint", "sh"],
      ...["releases", "sources"].flatMap((name) => ["--volume", `${volume(name)}:/${name}`]),
      ...["local/postgres:17", "-c", command],
    );

  it("has nothing before the first release, and makes nothing", async () => {
    assert.deepEqual(await store.read(), { records: [], unreadable: [] });
    assert.equal(await docker({}, "volume", "ls", "--quiet", "--filter", `name=shop-${args.stack}`), "");
  });

  it("reading the releases of an earlier version makes no volume; the one of the sources gets its labels when it is written", async () => {
    const labels = ["system=shop", `stack=${args.stack}`, "service=releases"];
    const options = labels.flatMap((label) => ["--label", `io.pulumi-web-systems.${label}`]);
    await docker({}, "volume", "create", ...options, volume("releases"));
    const names = () => docker({}, "volume", "ls", "--quiet", "--filter", `name=shop-${args.stack}`);
    assert.deepEqual(await store.read(), { records: [], unreadable: [] });
    await assert.rejects(store.source(1, join(local, "none")));
    assert.equal(await names(), volume("releases"));
    await store.write(record(1));
    const format = '{{index .Labels "io.pulumi-web-systems.service"}}';
    assert.equal(
      await docker({}, "volume", "inspect", "--format", format, volume("sources")),
      "releases-sources",
    );
  });

  it("gives back what was written, the last time that it was, and the source, readable by its owner only", async () => {
    const source = join(local, "source");
    writeFileSync(source, Buffer.alloc(100_001, 7));
    await store.write(record(1), source);
    await store.write(record(2));
    await store.write(record(1, { result: "succeeded" }));
    const { records, unreadable } = await store.read();
    assert.deepEqual(
      records.map(({ number, result }) => [number, result]),
      [
        [1, "succeeded"],
        [2, "started"],
      ],
    );
    assert.deepEqual(unreadable, []);
    const back = join(local, "back");
    await store.source(1, back);
    assert.deepEqual(readFileSync(back), readFileSync(source));
    assert.equal(statSync(back).mode & 0o777, 0o600);
    assert.match(await inVolumes("stat -c '%a %n' /releases/* /sources/*"), /^(600 \S+\s*)+$/);
    assert.equal(await docker({}, "ps", "--all", "--quiet", "--filter", `volume=${volume("releases")}`), "");
  });

  it("releases of an earlier version are proven by what is kept of them", async () => {
    const records = [
      record(1, { result: "succeeded", folder: "shop" }),
      record(2),
      record(3, { result: "succeeded" }),
    ];
    const sha256 = createHash("sha256").update(Buffer.alloc(100_001, 7)).digest("hex");
    assert.deepEqual(await adopt(store, records), [{ number: 1, sha256, folder: "shop" }]);
  });

  it("a damaged record costs only itself and is named, one that was being written for the first time does not count", async () => {
    await inVolumes(
      `cd /releases; : >3.json; : >3.json.new; echo '{"number": 4' >4.json; head -c 30 1.json >5.json.new
       echo '{"format": 99, "number": 6}' >6.json; cp 1.json 7.json; echo '{}' >8.json`,
    );
    const { records, unreadable } = await store.read();
    assert.deepEqual(
      records.map(({ number }) => number),
      [1, 2],
    );
    const why = Object.fromEntries(unreadable.map((each) => [each.number, each.why]));
    assert.deepEqual(Object.keys(why), ["3", "4", "6", "7", "8"]);
    assert.match(why[3] ?? "", /0 bytes/);
    assert.match(why[4] ?? "", /not complete/);
    assert.match(why[6] ?? "", /newer version .*format 99/);
    assert.match(why[7] ?? "", /lacks a valid value for number$/);
  });

  it("a record whose own file was cut off is read from what was written before it", async () => {
    await inVolumes(
      "cd /releases; cp 1.json whole && rm 1.json.new && mv whole 1.json.new; head -c 10 1.json.new >1.json",
    );
    assert.deepEqual(
      (await store.records()).map(({ number }) => number),
      [1, 2],
    );
  });

  it("a source that breaks off leaves no record", async () => {
    await assert.rejects(store.write(record(9), join(local, "not there")));
    const { records, unreadable } = await store.read();
    assert.ok(![...records, ...unreadable].some(({ number }) => number === 9));
  });

  it("a stack whose name contains this one's has releases of its own, and neither is seen in the other", async () => {
    const names = [`${args.stack}-releases`, `${args.stack}2`, `my-${args.stack}`];
    const before = await store.read();
    try {
      for (const name of names) {
        const other = new ReleaseStore({ ...args, stack: name });
        assert.deepEqual(await other.read(), { records: [], unreadable: [] });
        await other.write({ ...record(7), stack: name });
        assert.deepEqual(
          (await other.records()).map(({ number }) => number),
          [7],
        );
        assert.deepEqual(await serving({ ...args, stack: name }, []), { number: undefined });
      }
      assert.deepEqual(await store.read(), before);
    } finally {
      const volumes = names.flatMap((name) => [`shop-${name}-releases`, `shop-${name}-releases-sources`]);
      await docker({}, "volume", "rm", "--force", ...volumes);
    }
  });

  it("of the containers that reach its volumes only its own are removed after a kill", async () => {
    const reaches = (...more: string[]) =>
      docker(
        {},
        ...["create", "--network", "none", "--volume", `${volume("releases")}:/releases`, ...more],
        ...["local/postgres:17", "true"],
      );
    const [foreign, cutOff] = [
      await reaches(),
      await reaches("--label", `io.pulumi-web-systems.store=${volume("releases")}`),
    ];
    try {
      assert.equal(await store.removeCutOff(), 1);
      const left = await docker(
        {},
        "ps",
        "--all",
        "--quiet",
        "--no-trunc",
        "--filter",
        `volume=${volume("releases")}`,
      );
      assert.equal(left, foreign);
    } finally {
      await docker({}, "rm", "--force", "--volumes", foreign, cutOff).catch(() => undefined);
    }
  });

  it("reading records reads no archive; sources that are let go of say so; those of earlier versions are found", async () => {
    assert.doesNotMatch(await inVolumes("ls /releases"), /tar/);
    await store.forgetSources([1]);
    await assert.rejects(store.source(1, join(local, "gone")), /source of release 1 is no longer kept/);
    await inVolumes("echo old >/releases/2.tar.gz");
    await store.source(2, join(local, "old"));
    assert.equal(readFileSync(join(local, "old"), "utf8"), "old\n");
  });
});
