import assert from "node:assert/strict";
import { basename } from "node:path";
import { chosenSystem } from "../../../toolchain/systems";

describe("npm start and stop: their arguments", () => {
  it("a system by its name, else the reference system", () => {
    assert.equal(chosenSystem([], "npm start").again, "");
    const { folder, again } = chosenSystem(["order-system"], "npm start");
    assert.deepEqual([basename(folder), again], ["order-system", " -- order-system"]);
    assert.throws(() => chosenSystem(["shop"], "npm start"), /There is no system "shop"/);
  });

  it("no option that they do not have: nothing is begun for --help", () => {
    assert.throws(
      () => chosenSystem(["--help"], "npm start"),
      /npm start has no option --help; nothing was changed\.\n {2}usage: npm start \[-- \[SYSTEM\]\]$/,
    );
    assert.throws(
      () => chosenSystem(["--volume"], "npm stop", ["--volumes"]),
      /usage: npm stop \[-- \[SYSTEM\] \[--volumes\]\]$/,
    );
    assert.equal(chosenSystem(["--volumes"], "npm stop", ["--volumes"]).again, "");
  });
});
