import assert from "node:assert/strict";
import { join } from "node:path";
import { answerIn, answerLine } from "../../../components/engine/answer";
import { finish } from "../../../components/engine/process";
import { noteAnswer } from "../../../components/release/note-answer";
import type { ReleaseRecord } from "../../../components/release/record";
import { root } from "../../support/program";

describe("components: what a job answers", () => {
  const did = { applied: ["2_b, or so.sql"], backup: "20260101-100000-aaaa" };
  const whole = `applying 2 2_b, or so.sql\n  | applying 9 row of a file\n${answerLine(did)}`;

  it("is its last line", () => {
    assert.deepEqual(answerIn(whole), did);
    assert.deepEqual(answerIn(`${whole}\n`), did);
  });

  for (const [what, stdout] of [
    ["cut off within it", whole.slice(0, -3)],
    ["cut off before it", whole.slice(0, whole.lastIndexOf("\n"))],
    ["another JSON", '{"applied":[]}'],
    ["a row of a file that looks like one", `  | ${answerLine(did)}`],
    ["nothing", ""],
    ["no text", undefined],
  ] as const)
    it(`is not known: ${what}`, () => assert.equal(answerIn(stdout), undefined));

  it("comes after the progress of the job, in the same output", async () => {
    const runJob = JSON.stringify(join(root, "components/engine/run-job"));
    const job = `require(${runJob}).runJob(async ({ n }, report) => { report("working"); return n && { n }; })`;
    const args = ["--require", join(root, "compile.cjs"), "-e", job];
    const { stdout } = await finish(process.execPath, args, { input: '{"n":1}' });
    assert.equal(stdout.toString(), 'working\n{"answer":{"n":1}}\n');
    const silent = await finish(process.execPath, args, { input: "{}" });
    assert.equal(silent.stdout.toString(), "working\n");
  });
});

describe("release: what its record keeps of a migration's answer", () => {
  it("files of each, in their order, and the last backup", () => {
    const record: Partial<ReleaseRecord> = {};
    assert.ok(noteAnswer(record, "one", { applied: ["1.sql"], backup: "a", later: "field" }));
    assert.ok(noteAnswer(record, "two", { applied: ["2.sql", "3.sql"], backup: "b" }));
    assert.ok(noteAnswer(record, "three", { applied: [] }));
    assert.deepEqual(record, { migrations: ["1.sql", "2.sql", "3.sql"], backup: "b" });
  });

  it("nothing of one whose answer is not known, but that it is not", () => {
    const record: Partial<ReleaseRecord> = { migrations: ["1.sql"] };
    assert.ok(!noteAnswer(record, "two", undefined));
    assert.ok(!noteAnswer(record, "three", { applied: "3.sql" }));
    assert.deepEqual(record, { migrations: ["1.sql"], unanswered: ["two", "three"] });
  });
});
