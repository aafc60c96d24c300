import assert from "node:assert/strict";
import { catalogRows } from "../../../components/database/postgres/catalog";
import { products } from "../../../components/database/products";
import type { Collations, Data } from "../../../components/database/product/guard";
import type { GuardJob } from "../../../components/database/guard/job";
import {
  collationNews,
  factsIn,
  factsOf,
  refuseChanged,
  refuseShort,
} from "../../../components/database/guard/unchangeable";
import { scramVerifier } from "../../../components/database/postgres/scram";
import { judgeCollations } from "../../../operations/doctor/collations";

/** A page of a catalog with rows of these names. */
function page(...rows: { name: string; deleted?: boolean; superuser?: boolean }[]): Buffer {
  const made = Buffer.alloc(8192);
  made.writeUInt16LE(24 + 4 * rows.length, 12);
  for (const [at, { name, deleted = false, superuser = false }] of rows.entries()) {
    const offset = 8192 - 128 * (at + 1);
    made.writeUInt32LE((128 << 17) | (1 << 15) | offset, 24 + 4 * at);
    made.writeUInt32LE(deleted ? 700 : 0, offset + 4);
    made.writeUInt8(24, offset + 22);
    made.write(name, offset + 24 + 4);
    made.writeUInt8(superuser ? 1 : 0, offset + 24 + 68);
  }
  return made;
}

describe("database: what a successor is compared by", () => {
  const job = { name: "db", product: "MariaDB", container: "c", database: "shop" } as GuardJob;
  const pg: GuardJob = { ...job, product: "PostgreSQL" };
  const kept = products.postgresql.guard.collations as Collations;

  it("reads names and superusers in the pages of a catalog", () =>
    assert.deepEqual(
      catalogRows(
        Buffer.concat([page({ name: "boss", superuser: true }), page({ name: "old", deleted: true })]),
      ),
      [
        { name: "boss", live: true, superuser: true },
        { name: "old", live: false, superuser: false },
      ],
    ));

  it("takes values in every spelling, and compares only what both know", () => {
    const now = factsOf(
      "innodb_page_size\t16384\nlower_case_table_names\t0\ninnodb_data_file_path\tibdata1:12M:autoextend",
    );
    const same = [
      "--innodb-page-size=16k",
      "--innodb_data_file_path=ibdata1:12M:autoextend:max:1G",
      "--max_connections=9",
    ];
    refuseChanged(job, now, factsIn(same));
    refuseChanged(job, new Map(), factsIn(["--lower_case_table_names=1"]));
    assert.throws(
      () => refuseChanged(job, now, factsIn(["--lower-case-table-names=1"])),
      /lower_case_table_names is 0, and would be 1/,
    );
  });

  it("counts slots and prepared transactions", () => {
    const data = (slots: number, prepared: number) => ({ slots, prepared }) as Data;
    const next = factsOf("max_replication_slots\t2\nmax_prepared_transactions\t0\nwal_level\tminimal");
    refuseShort(pg, data(0, 0), next);
    assert.throws(
      () => refuseShort(pg, data(3, 0), next),
      /3 replication slots, but max_replication_slots is 2/,
    );
    assert.throws(
      () => refuseShort(pg, data(0, 1), next),
      /1 prepared transaction, but max_prepared_transactions is 0/,
    );
    assert.throws(() => refuseShort(pg, data(1, 0), next), /wal_level is minimal/);
  });

  it("tells another sort order, and nothing of one that the data do not use", () => {
    const now = factsOf("collations of the C library\t2.36");
    assert.deepEqual(
      collationNews(pg, now, factsOf("collations of the C library\t2.36\ncollations of ICU\t1")),
      [],
    );
    assert.match(
      collationNews(pg, now, factsOf("collations of the C library\t2.41")).join("\n"),
      /from 2\.36 to 2\.41 .*REINDEX/s,
    );
    assert.deepEqual(collationNews(pg, factsOf("collations of the C library\t"), now), []);
    assert.deepEqual(
      judgeCollations("c", "postgres\t2.41\t2.41\nshop\t2.36\t2.41", kept).map(({ verdict, found }) => [
        verdict,
        found.slice(0, 9),
      ]),
      [["warning", "shop in c"]],
    );
    assert.equal(judgeCollations("c", "shop\t\t", kept)[0]?.verdict, "ok");
  });

  it("makes what PostgreSQL makes of a password", () => {
    const verifier = scramVerifier("pencil", "system-test/shop_app");
    assert.match(
      verifier,
      /^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$/,
    );
    assert.equal(scramVerifier("pencil", "system-test/shop_app"), verifier);
    assert.notEqual(scramVerifier("pencil", "system-test/other"), verifier);
    assert.equal(scramVerifier("ﬁ\u00a0x", "a"), scramVerifier("fi x", "a"));
  });
});
