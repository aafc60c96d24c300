import assert from "node:assert/strict";
import { runCampaign } from "../chaos/run";
import type { Product } from "../chaos/system";

/** Two short campaigns with fixed seeds, side by side; `npm run chaos` makes longer ones. */
describe("docker: a campaign of faults", function () {
  this.timeout(600_000);

  const promises = (product: Product, seed: number) =>
    it(`keeps every promise on ${product} (seed ${seed})`, async () => {
      const lines: string[] = [];
      const result = await runCampaign({ product, seed, count: 3, report: (line) => lines.push(line) });
      const { violation } = result;
      assert.equal(
        violation && [...lines, ...violation.found, violation.said, violation.state].join("\n"),
        undefined,
      );
      assert.ok(result.struck > 0 && result.acknowledged > 10, lines.join("\n"));
    });
  promises("PostgreSQL", 2);
  promises("MariaDB", 1);
});
