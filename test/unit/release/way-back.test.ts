import assert from "node:assert/strict";
import { proofsAfter } from "../../../components/release/proofs";
import { superfluous } from "../../../components/release/prune";
import { readRecord } from "../../../components/release/read-record";
import type { ReleaseRecord } from "../../../components/release/record";
import { keptNumbers, wayBack } from "../../../components/release/way-back";
import { judgeReleases } from "../../../operations/doctor/releases";
import { renderReleases } from "../../../operations/releases/list";
import { choose } from "../../../operations/releases/choose";

const record = (number: number, more: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  ...{
    format: 1,
    number,
    system: "shop",
    stack: "prod",
    result: "succeeded",
    by: "li",
    folder: "",
    steps: [],
  },
  ...{ startedAt: `2026-01-${String(number).padStart(2, "0")}T10:00:00Z`, images: image(`${number}`) },
  ...more,
});
const image = (id: string) => ({ web: { id, pinned: { name: id, content: id } } });
const released = (number: number, replaces: number, more: Partial<ReleaseRecord> = {}) =>
  record(number, { replaces, served: true, ...more });
const numbers = (records: ReleaseRecord[]) => records.map(({ number }) => number);
const to = (records: ReleaseRecord[], serving: number | undefined, wanted?: string) =>
  choose({ records, unreadable: [] }, { number: serving }, wanted);

describe("rollback: where it leads", () => {
  const plain = [record(1), released(2, 1), released(3, 2)];

  it("to what served before what serves", () => {
    assert.equal(to(plain, 3).to.number, 2);
    assert.equal(to(plain, 2).to.number, 1);
    assert.throws(() => to(plain, 1), /release 1 is the first/);
  });

  it("to none from before the stack was removed, unless it is named", () => {
    const again = [...plain, record(4), released(5, 4), released(6, 5, { rollbackTo: 4 })];
    assert.throws(
      () => to(again, 6),
      /without a number: release 4 replaced no other, because nothing served when it began, as after npm stop.*\n {2}fix: .*--to 3 /,
    );
    assert.equal(to(again, 6, "3").to.number, 3);
  });

  it("after a failure behind the switch: to the one before the failed one, not further", () => {
    const records = [...plain.slice(0, 2), released(3, 2, { result: "failed" })];
    assert.deepEqual([to(records, 3).to.number, to(records, 3).notes], [2, []]);
    assert.equal(to(records, 3, "2").to.number, 2);
  });

  it("after a failure before the switch: from what serves, and what the failed one changed can be put back", () => {
    const records = [...plain, record(4, { result: "failed", replaces: 3 })];
    const { to: before, notes } = to(records, 3);
    assert.equal(before.number, 2);
    assert.match(notes[0] ?? "", /Release 4 failed before it served; release 3 serves\. --to 3/);
    assert.equal(to(records, 3, "3").to.number, 3);
    assert.throws(() => to(records, 3, "4"), /Release 4 never served: it failed/);
    assert.throws(() => to(plain, 3, "3"), /Release 3 is the one that serves/);
  });

  it("after a rollback: further back, never forward to what was left; also after releases and rollbacks in between", () => {
    const records = [
      ...[record(1), released(2, 1), released(3, 2, { result: "failed" }), released(4, 3, { rollbackTo: 2 })],
      ...[released(5, 4), released(6, 5, { rollbackTo: 4 })],
    ];
    assert.equal(to(records, 4).to.number, 1);
    assert.equal(to(records, 5).to.number, 4);
    assert.equal(to(records, 6).to.number, 1);
    assert.deepEqual(numbers(wayBack(records, 6)), [6, 1]);
    const cut = [...records, released(7, 6, { rollbackTo: 1, result: "started" })];
    const { to: again, notes } = to(cut, 7);
    assert.equal(again.number, 1);
    assert.match(notes[0] ?? "", /was cut off: this finishes it/);
  });

  it("after a rollback that failed behind the switch: to where that one led, until it succeeds", () => {
    const failed = released(4, 3, { rollbackTo: 2, result: "failed" });
    const { to: again, notes } = to([...plain, failed], 4);
    assert.equal(again.number, 2);
    assert.match(notes[0] ?? "", /Release 4, the rollback to release 2, failed: this finishes it/);
    const records = [...plain, failed, released(5, 4, { rollbackTo: 2 })];
    assert.equal(to(records, 5).to.number, 1);
  });

  it("by records of earlier versions: to the success before", () => {
    const old = plain.map((each) => {
      const { format, replaces, served, ...rest } = each;
      assert.ok(format === 1 && (replaces ?? 0) < each.number && served !== false);
      return rest;
    });
    assert.equal(to(old, 3).to.number, 2);
    assert.deepEqual(numbers(wayBack(old, 3)), [3, 2, 1]);
  });

  it("from what could not be recorded: to the last one that could", () => {
    const serving = { number: undefined, unrecordedAfter: 3 };
    const { from, to: back, notes } = choose({ records: plain, unreadable: [] }, serving, undefined);
    assert.deepEqual([from, back.number], [undefined, 3]);
    assert.match(notes[0] ?? "", /The release that serves could not be recorded.*release 3 is the last/);
    assert.equal(choose({ records: plain, unreadable: [] }, serving, "2").to.number, 2);
    assert.match(
      renderReleases(plain, serving),
      /\nThe release that serves could not be recorded; release 3 is/,
    );
    const [found] = judgeReleases({ records: plain, unreadable: [] }, serving);
    assert.match(
      `${found?.verdict} ${found?.found}`,
      /^warning the release that serves could not be recorded/,
    );
  });

  it("says when it cannot be determined, and takes a name then", () => {
    const kept = { records: plain.slice(0, 2), unreadable: [{ number: 3, why: "it has 0 bytes" }] };
    assert.throws(
      () => choose(kept, { number: 3 }, undefined),
      /Release 3 serves.*it has 0 bytes[^]*--to NUMBER/,
    );
    assert.equal(choose(kept, { number: 3 }, "2").to.number, 2);
    assert.throws(() => choose(kept, { number: 2 }, "3"), /Record 3 cannot be read: it has 0 bytes/);
    assert.throws(() => to(plain, undefined), /no release of this stack serves/);
    assert.match(
      choose(kept, { number: 2, guessed: "the stack has no edge" }, undefined).notes[0] ?? "",
      /That release 2 serves is known only from the records, because the stack has no edge/,
    );
  });
});

describe("release: images of the way back from what serves", () => {
  it("stay, although later releases succeeded or failed", () => {
    const records = [
      ...[record(1), released(2, 1), released(3, 2), released(4, 3), released(5, 4), released(6, 5)],
      released(7, 6, { rollbackTo: 2, images: image("2") }),
    ];
    const now = new Date("2026-03-01T00:00:00Z");
    assert.deepEqual(superfluous([{ records, serving: 7 }], { releases: 2 }, now), ["3", "4", "5"]);
  });
});

describe("release: what keeps its source and its proof", () => {
  const failures = Array.from({ length: 40 }, (_, at) =>
    released(4 + at, 3, { result: "failed", served: false }),
  );
  const records = [record(1), released(2, 1), released(3, 2, { rollbackTo: 1 }), ...failures];
  const proof = (number: number) => ({ number, sha256: `${number}`, folder: "" });

  it("is what serves and the way back from it, however many attempts failed since, and the last 20", () => {
    const kept = keptNumbers(records, 3);
    assert.deepEqual(
      records.map(({ number }) => number).filter((number) => kept.has(number)),
      [1, 3, ...Array.from({ length: 20 }, (_, at) => 24 + at)],
    );
    assert.deepEqual(keptNumbers(records, undefined), kept);
    const known = records.map(({ number }) => proof(number)).slice(0, -1);
    assert.deepEqual(
      proofsAfter(known, proof(43), () => kept)
        .map(({ number }) => number)
        .slice(0, 3),
      [1, 3, 24],
    );
    assert.equal(
      proofsAfter(known, undefined, () => new Set()),
      known,
    );
  });
});

describe("release: a record that is read", () => {
  it("must be whole, of a known form and of its number", () => {
    const good = JSON.stringify(record(1));
    assert.deepEqual(readRecord(1, good), JSON.parse(good));
    for (const [text, why] of [
      ["", "0 bytes"],
      [good.slice(0, -3), "not complete"],
      ["[]", "lacks"],
      ["null", "not complete"],
      [JSON.stringify({ ...record(1), format: 2 }), "newer version"],
      [
        JSON.stringify({ ...record(1), steps: undefined, startedAt: "x" }),
        "lacks a valid value for startedAt, steps",
      ],
      [JSON.stringify(record(2)), "lacks a valid value for number"],
      [JSON.stringify({ ...record(1), images: { web: null } }), "lacks a valid value for images.web"],
      [JSON.stringify({ ...record(1), steps: [null] }), "lacks a valid value for steps.0"],
      [JSON.stringify({ ...record(1), failure: { step: "x" } }), "lacks a valid value for failure.cause"],
      [JSON.stringify({ ...record(1), endedAt: "\u001b[2J" }), "lacks a valid value for endedAt"],
    ] as const) {
      const found = readRecord(1, text);
      assert.ok("why" in found && found.why.includes(why), JSON.stringify(found));
    }
  });

  it("has no text that a terminal would obey, and shows none as a line of its own", () => {
    const commit = { id: "0123456789abcdef", subject: "\u001b]0;title\u0007fix\u009b2J", dirty: false };
    const evil = record(1, {
      ...{
        by: "li\u001b[2J\u001b[1;31m on ops1\n9  forged",
        commit,
        configuration: { "a\u0007": "\u202eb" },
      },
      failure: { step: "web", cause: "\u001b[31mred\u001b[0m\n\tsecond" },
    });
    const found = readRecord(1, JSON.stringify(evil));
    assert.ok(!("why" in found));
    assert.deepEqual(
      [found.by, found.commit?.subject, found.configuration, found.failure?.cause],
      ["li on ops1\n9  forged", "fix2J", { a: "b" }, "red\n\tsecond"],
    );
    assert.equal(renderReleases([found], { number: 1 }).split("\n").length, 2);
  });
});
