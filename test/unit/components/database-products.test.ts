import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { Product } from "../../../components/database/product/product";
import { grammarOf, productOf, products } from "../../../components/database/products";

/** Programs that only a server of this product has. */
const programs = {
  PostgreSQL: /\b(psql|pg_\w+|dropdb)\b/,
  // Not its user, nor the folder of its data.
  MySQL: /(?<!-u |user=|\/)\bmysql(dump|admin|d)?\b/,
  MariaDB: /\bmariadb(-dump|-admin|d)?\b/,
};

/** What a product runs inside its container. */
function commandsOf({ databases, backup, guard, admin, query }: Product): string {
  const texts = [databases.rows("shop"), databases.ownerOnly("o", "shop"), databases.drop("shop")];
  const facts = [guard.facts("shop", "data"), guard.facts("shop", "successor")];
  return JSON.stringify([...texts, ...facts, admin("shop"), query("shop"), Object.values(backup.variables)]);
}

describe("database: its products", () => {
  it("are found by their names, which labels and manifests hold; another name is none", () => {
    for (const product of Object.values(products)) assert.equal(productOf(product.name), product);
    assert.equal(productOf("Oracle"), undefined);
    assert.equal(productOf(undefined), undefined);
    assert.equal(grammarOf("MySQL"), products.mariadb.grammar);
  });

  for (const product of Object.values(products)) {
    it(`${product.name} runs its own programs only`, () => {
      const commands = commandsOf(product);
      for (const [name, own] of Object.entries(programs))
        assert.equal(own.test(commands), name === product.name, `${name}: ${commands}`);
    });

    it(`${product.name} has the scripts that it names`, () => {
      const { base, switch: beside, exchange } = product.backup.scripts;
      for (const path of [base, beside, ...exchange]) assert.ok(existsSync(path), path);
    });
  }
});
