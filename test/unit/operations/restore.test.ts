import assert from "node:assert/strict";
import { tableVariables } from "../../../operations/beside";
import { afterFailure, unhealthy } from "../../../operations/exchange";
import { besideName, kindOf } from "../../../operations/beside-name";
import { parseLeftovers, refuseUnknown, renderLeftovers } from "../../../operations/leftovers";
import { problemText } from "../../../messages/render";
import type { Manifest } from "../../../operations/manifests";
import type { StackDatabase } from "../../../operations/stack";
import { products } from "../../../components/database/products";

describe("restore: services that are not healthy afterwards", () => {
  const target = { stack: "prod", service: "database" };
  const trouble = ["backend is running unhealthy: docker logs backend"];
  const back = "npm run restore -- --back shop_before_1 --stack prod --database database";
  const said = (to: Parameters<typeof unhealthy>[2]) =>
    problemText(unhealthy(target, trouble, to)).split("\n");

  it("are named with the command that goes back to the database of before", () =>
    assert.deepEqual(said({ kept: "shop_before_1", migrations: [] }), [
      "Not every service is as healthy as before:",
      "  backend is running unhealthy: docker logs backend",
      `  fix: go back to the previous database, which is complete: ${back}`,
    ]));

  it("may need migrations that the backup lacks: these first, or back", () =>
    assert.deepEqual(said({ kept: "shop_before_1", migrations: ["3 c.sql"] }).slice(2), [
      "  The restored database lacks migrations that they may need: 3 c.sql.",
      "  fix: npm run migrate -- apply --stack prod",
      `  or go back to the previous database, which is complete: ${back}`,
    ]));
});

describe("restore: an exchange whose end was not heard", () => {
  const target = {
    ...{ service: "database", stack: "prod", container: "shop-prod-database", database: "shop" },
    ...{ product: products.postgresql, environment: {} },
  } as StackDatabase;
  const said = (there?: string[]) => afterFailure(target, { from: "new", kept: "old" }, there).join("\n");

  it("is determined from what is there afterwards", () => {
    assert.match(
      said(["new"]),
      /^The restored data is in database new\. .*--back new .*\n.*dropdb -U postgres new$/,
    );
    assert.match(said(["old"]), /^The exchange was made nevertheless: .*kept as old.*\n.*--back old /);
    assert.match(said(["new", "old"]), /has not ended.*\n {2}fix: npm run restore -- --finish --stack prod/);
    assert.match(said([]), /^Neither new nor old is there/);
    assert.match(said(), /^Whether new has replaced shop could not be checked/);
  });
});

describe("restore: one table of a backup", () => {
  const of = (engine: string, ...names: string[]) =>
    ({ id: "1", engine, tables: Object.fromEntries(names.map((name) => [name, 1])) }) as unknown as Manifest;

  it("is named as the manifest does, or without the schema public; quotes are SQL's, not the table's", () => {
    const pg = of("PostgreSQL", "public.item", 'public."odd ""name"', '"my.own".t');
    assert.deepEqual(tableVariables(pg, "item"), {
      COMPARED: "public.item",
      SCHEMA: "public",
      TABLE: "item",
    });
    assert.deepEqual(tableVariables(pg, 'public."odd ""name"'), {
      COMPARED: 'public."odd ""name"',
      SCHEMA: "public",
      TABLE: 'odd "name',
    });
    assert.deepEqual(tableVariables(pg, '"my.own".t'), {
      COMPARED: '"my.own".t',
      SCHEMA: "my.own",
      TABLE: "t",
    });
    assert.deepEqual(tableVariables(of("MariaDB", "item"), "item"), { COMPARED: "item", TABLE: "item" });
  });

  it("that is not in it is refused with those that are", () =>
    assert.throws(
      () => tableVariables(of("MariaDB", "item", "other"), "itm"),
      /Backup 1 has no table itm; nothing was changed\.\n {2}fix: name one of: item, other/,
    ));
});

describe("restore: what restores left", () => {
  const target = {
    ...{ service: "database", stack: "prod", container: "shop-prod-database", database: "shop" },
    ...{ product: products.postgresql, environment: {} },
  } as StackDatabase;

  it("is read by kind, and nothing when there is nothing", () => {
    assert.deepEqual(parseLeftovers(""), { databases: [] });
    assert.deepEqual(parseLeftovers("database\tshop_restore_1\t2048\ninterrupted\tshop a b"), {
      databases: [{ name: "shop_restore_1", bytes: 2048 }],
      interrupted: "shop a b",
    });
  });

  it("alone takes the place of what serves: no database of the server's own, and none that is not there", () => {
    const there = [{ name: "shop_import_20260101_000000", bytes: 1 }];
    assert.doesNotThrow(() => refuseUnknown(target, "shop_import_20260101_000000", there));
    for (const wanted of ["mysql", "shop", "shop_before_20260101_000001", "x`; DROP DATABASE shop"])
      assert.throws(
        () => refuseUnknown(target, wanted, there),
        /was left beside shop by a restore or an import; nothing was changed\.\n {2}fix: name one of: shop_import_20260101_000000/,
      );
  });

  it("is named so that its purpose can be recognised, whatever the database is called", () => {
    const now = new Date("2026-11-27T08:00:01Z");
    for (const kind of ["before", "beside", "restore", "import"] as const) {
      const name = besideName("a_restore_20260101_000000", kind, now);
      assert.equal(name, `a_restore_20260101_000000_${kind}_20261127_080001`);
      assert.equal(kindOf(name), kind);
    }
    const [kept] = renderLeftovers(target, {
      databases: [{ name: besideName("a_restore_b", "before", now), bytes: 1 }],
    });
    assert.match(kept ?? "", /what served before a restore/);
    assert.equal(besideName("a".repeat(64), "before", now).length, 59);
  });

  it("is listed with the command that deletes or finishes it", () =>
    assert.deepEqual(
      renderLeftovers(target, {
        databases: [
          { name: "shop_restore_20260101_000000", bytes: 2048 },
          { name: "shop_import_20260101_000000", bytes: 2048 },
        ],
        interrupted: "shop a b",
      }),
      [
        "Database shop: an exchange was interrupted (shop a b): views, routines or triggers may be missing.",
        "  fix: npm run restore -- --finish --stack prod --database database",
        "Database shop_restore_20260101_000000, 2.0 KiB: of a restore that is running or did not finish.",
        "  To delete it, when it is no longer needed: docker exec --user postgres shop-prod-database dropdb -U postgres shop_restore_20260101_000000",
        "Database shop_import_20260101_000000, 2.0 KiB: imported beside; incomplete if that import failed.",
        "  To replace shop with it: npm run restore -- --back shop_import_20260101_000000 --stack prod --database database",
        "  To delete it, when it is no longer needed: docker exec --user postgres shop-prod-database dropdb -U postgres shop_import_20260101_000000",
      ],
    ));
});
