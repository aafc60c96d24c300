import assert from "node:assert/strict";
import { changes, type ReleaseRecord } from "../../../components/release/record";
import { superfluous } from "../../../components/release/prune";
import { renderReleases } from "../../../operations/releases/list";

const record = (number: number, more: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  ...{ number, system: "shop", stack: "prod", result: "succeeded", by: "li on host1", folder: "", steps: [] },
  startedAt: `2026-01-${String(number).padStart(2, "0")}T10:00:00Z`,
  ...more,
});
const image = (id: string) => ({ id: `sha256:${id}`, pinned: { name: id, content: id } });
const now = new Date("2026-02-01T00:00:00Z");

describe("release: its record", () => {
  it("says in words what is different: settings, secrets by name, images, migrations", () => {
    const before = record(1, {
      configuration: {
        "web.version": "1.0",
        "backend.secrets.KEY": "secret:aa",
        "edge.port": "80",
        gone: "x",
      },
      images: { web: image("a"), "backend-image": image("b") },
    });
    const after = record(2, {
      configuration: {
        "web.version": "1.1",
        "backend.secrets.KEY": "secret:bb",
        "edge.port": "80",
        new: "y",
      },
      images: { web: image("c"), "backend-image": image("b") },
      migrations: ["010_x.sql"],
    });
    assert.deepEqual(changes(before, after), [
      "backend.secrets.KEY (secret) changed",
      "gone removed",
      "new set to y",
      "web.version 1.0 → 1.1",
      "web has another image",
      "migration 010_x.sql applied",
    ]);
    assert.deepEqual(changes(undefined, record(1)), ["first release"]);
    const restored = ["database shop was restored from backup 20260101-100000-aaaa"];
    assert.deepEqual(changes(before, record(3, { ...before, number: 3, rollbackTo: 1, restored })), [
      "rollback to release 1",
      ...restored,
    ]);
  });

  it("is a line of a table, compared with the release that it replaced; what serves is marked", () => {
    const records = [
      record(1, { configuration: { v: "1" }, endedAt: "2026-01-01T10:00:42Z" }),
      record(2, {
        configuration: { v: "2" },
        result: "failed",
        migrations: ["7.sql"],
        failure: { step: "web-ready", cause: "x" },
      }),
      record(3, { configuration: { v: "3" }, commit: { id: "0123456789abcdef", subject: "s", dirty: true } }),
      record(4, { result: "started" }),
    ];
    const lines = renderReleases(records, { number: 3 }).split("\n");
    assert.equal(lines.length, 5);
    assert.match(lines[1] ?? "", /^4 .*running, or was cut off/);
    assert.match(lines[2] ?? "", /^3 .*succeeded, serves .*01234567\+ .*v 1 → 3/);
    assert.match(lines[3] ?? "", /^2 .*failed .*web-ready failed; migration 7\.sql stays applied/);
    assert.match(lines[4] ?? "", /^1 .*42 s .*first release/);
    assert.match(
      renderReleases(records, { number: 3, guessed: "the stack has no edge" }),
      /That release 3 serves is known only from these records, because the stack has no edge\.$/,
    );
  });
});

describe("release: images that are no longer needed", () => {
  const prod = [1, 2, 3, 4, 5].map((number) =>
    record(number, { images: { web: image(`web${number}`), base: image("base") } }),
  );

  it("are those of none of the last three that served, of any stack", () => {
    const failed = record(6, { result: "failed", images: { web: image("web6") } });
    const preprod = [record(1, { stack: "preprod", images: { web: image("web2") } })];
    const all = [
      { records: [...prod, failed], serving: 5 },
      { records: preprod, serving: undefined },
    ];
    assert.deepEqual(superfluous(all, {}, now), ["sha256:web1", "sha256:web6"]);
    assert.deepEqual(superfluous([{ records: prod, serving: 5 }], { releases: 5 }, now), []);
  });

  it("are not those of a release of the last hour", () => {
    const soon = new Date("2026-01-01T10:30:00Z");
    assert.deepEqual(superfluous([{ records: prod, serving: 5 }], {}, soon), []);
    assert.deepEqual(superfluous([{ records: prod, serving: 5 }], { hours: 0 }, now), [
      "sha256:web1",
      "sha256:web2",
    ]);
  });
});
