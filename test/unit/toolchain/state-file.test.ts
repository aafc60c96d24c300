import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { readState, stateCopies, stateFile, stateFolder } from "../../../operations/kernel/state-file";
import { damagedNotes, remedyForNote, removeDamagedNotes } from "../../../operations/kernel/state-notes";

describe("state file: what of a stack's state is left", () => {
  const folder = mkdtempSync(join(tmpdir(), "state-"));
  after(() => rmSync(folder, { recursive: true }));
  const file = stateFile(folder, "shop", "prod");
  const history = join(folder, ".pulumi", "history", "shop", "prod");
  const state = (resources: number) =>
    JSON.stringify({
      version: 3,
      checkpoint: { latest: { resources: Array(resources).fill({ urn: "u" }) } },
    });
  const write = (path: string, text: string, minute: number) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    utimesSync(path, minute * 60, minute * 60);
  };

  it("knows the folder of a file backend, and none of another", () => {
    assert.equal(stateFolder("file:///srv/state"), "/srv/state");
    assert.equal(stateFolder("file:///srv/state?metadata=skip"), "/srv/state");
    assert.equal(stateFolder("s3://bucket"), undefined);
  });

  it("reads a whole one, also of a stack that was never updated, and none that was cut off", () => {
    write(file, state(3), 9);
    assert.equal(readState(file)?.resources.length, 3);
    write(file, '{"version":3,"checkpoint":{"latest":null}}', 9);
    assert.equal(readState(file)?.resources.length, 0);
    write(file, state(3).slice(0, 40), 9);
    assert.equal(readState(file), undefined);
    assert.equal(readState(join(folder, "nothing")), undefined);
  });

  it("lists whole copies, the newest first; empty ones and those that were cut off do not count", () => {
    write(join(history, "prod-1.checkpoint.json"), state(4), 1);
    write(join(history, "prod-3.checkpoint.json"), state(5), 3);
    write(join(history, "prod-3.history.json"), "{}", 4);
    write(join(history, "prod-5.checkpoint.json"), state(5).slice(0, 30), 5);
    write(join(history, "prod-6.checkpoint.json"), state(0), 6);
    write(`${file}.bak`, state(2), 2);
    assert.deepEqual(
      stateCopies(folder, "shop", "prod").map(({ resources }) => resources),
      [5, 2, 4],
    );
  });

  it("names the notes that were cut off of all states of the project, and removes only those", async () => {
    const other = stateFile(folder, "shop", "preprod");
    const old = join(history, "prod-1.checkpoint.json");
    for (const path of [file, `${file}.bak`, old, other]) write(`${path}.attrs`, "", 1);
    write(`${join(history, "prod-3.checkpoint.json")}.attrs`, '{"user.content_type":"text/plain"}', 1);
    // A clock that was set back makes files of later than now.
    utimesSync(`${file}.attrs`, Date.now() / 1000 + 7200, Date.now() / 1000 + 7200);
    const expected = ["preprod.json.attrs", "prod-1.checkpoint.json.attrs", "prod.json.attrs"];
    const damaged = await damagedNotes(folder, "shop", "prod");
    assert.deepEqual(damaged.map((path) => basename(path)).sort(), expected);
    assert.equal(await removeDamagedNotes(folder, "shop", "prod"), 3);
    assert.deepEqual(await damagedNotes(folder, "shop", "prod"), []);
    assert.ok(existsSync(file));
  });

  it("leaves alone one that is just being written", async () => {
    writeFileSync(`${file}.attrs`, "");
    setTimeout(() => writeFileSync(`${file}.attrs`, "{}"), 50);
    assert.deepEqual(await damagedNotes(folder, "shop", "prod"), []);
  });

  it("knows what the CLI says of one, and the way on", () => {
    assert.match(
      remedyForNote("error: failed to load checkpoint: EOF", "prod") ?? "",
      /npm run unlock -- --stack prod/,
    );
    assert.match(remedyForNote("error: EOF\nmore") ?? "", /Do not recreate the stack/);
    assert.ok(remedyForNote('error: problem logging in: read ".pulumi/meta.yaml": EOF'));
    assert.equal(remedyForNote('error: Get "https://api.pulumi.com/api/user": unexpected EOF'), undefined);
    assert.equal(
      remedyForNote("error: rpc error: code = Unavailable desc = error reading from server: EOF"),
      undefined,
    );
    assert.equal(remedyForNote("error: no stack named 'prod' found"), undefined);
  });
});
