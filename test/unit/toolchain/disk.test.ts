import assert from "node:assert/strict";
import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkDisk, freeDisk, minFreeGib, parseMinimum } from "../../../toolchain/disk";
import { UserError } from "../../../components/engine/user-error";

const missing = join(tmpdir(), "pws-no-such-folder", "below");

describe("free disk space", () => {
  it("of a folder that is not there yet is its parent's", async () => {
    const { bavail, bsize } = statfsSync(tmpdir());
    // Others write at the same time.
    assert.ok(Math.abs((await freeDisk(missing)) - bavail * bsize) < 2 ** 30);
  });

  it("that is too little names path, free and needed, once for each disk", async () => {
    await assert.rejects(checkDisk([missing, tmpdir()], "1000000"), (error) => {
      assert.ok(error instanceof UserError);
      const lines = error.message.split("\n").filter((line) => line.startsWith("  "));
      assert.equal(lines.length, 1);
      assert.match(lines[0]!, /below: \d+\.\d GiB free, 1000000 GiB needed$/);
      return true;
    });
  });

  it("that is enough passes", () => checkDisk([tmpdir()], "0"));

  it("is asked for by default, or as the user says", () => {
    assert.equal(parseMinimum(undefined), minFreeGib);
    assert.equal(parseMinimum(""), minFreeGib);
    assert.equal(parseMinimum("0.5"), 0.5);
    for (const wrong of ["much", "-1", "5GB"]) {
      assert.throws(() => parseMinimum(wrong), {
        name: "UserError",
        message: new RegExp(`MIN_FREE_GIB is "${wrong}"`),
      });
    }
  });
});
