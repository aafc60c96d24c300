import assert from "node:assert/strict";
import { unhealthy } from "../../../operations/restore";

describe("restore: services that are not healthy afterwards", () => {
  const target = { stack: "prod", service: "database" };
  const trouble = ["backend is running unhealthy: docker logs backend"];
  const back = "npm run restore -- --back shop_before_1 --stack prod --database database";

  it("are named with the command that goes back to the database of before", () =>
    assert.deepEqual(unhealthy(target, trouble, { kept: "shop_before_1", migrations: [] }), [
      "Not every service is as healthy as it was:",
      "  backend is running unhealthy: docker logs backend",
      `  fix: go back to the database of before, which is whole: ${back}`,
    ]));

  it("may need migrations that the backup lacks: these first, or back", () =>
    assert.deepEqual(
      unhealthy(target, trouble, { kept: "shop_before_1", migrations: ["3 c.sql"] }).slice(2),
      [
        "  The restored database lacks migrations that they may need: 3 c.sql.",
        "  fix: npm run migrate -- apply --stack prod",
        `  or go back to the database of before, which is whole: ${back}`,
      ],
    ));

  it("are only named when the databases were not exchanged", () =>
    assert.equal(unhealthy(target, trouble).length, 2));
});
