import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { products } from "../../components/database/products";
import type { Target } from "../../operations/import/destination";
import { importInto } from "../../operations/import/import";
import { BareBackups } from "../support/bare-backups";
import { names } from "../support/backup-project";
import { engine } from "../support/database-server";
import { big, smallDisk } from "../support/restore-faults";

const productNames = { pg: "postgresql", maria: "mariadb" } as const;

describe("docker: restores on a disk that is too small", function () {
  this.timeout(240_000);

  const target = (server: BareBackups): Target => ({
    ...{ system: "system", stack: "test", service: "database", container: server.container },
    ...{
      product: products[productNames[server.name]],
      database: "shop",
      owner: "shop_owner",
      app: "shop_app",
    },
    engine,
    environment: {},
  });

  for (const name of names)
    it(`${name}: too little room: refused with numbers, and the server serves on`, async () => {
      const small = await BareBackups.start(name, ["--tmpfs", smallDisk[name]]);
      try {
        await small.sql(big[name]);
        const id = await small.backUp();
        const { exitCode, stderr } = await small.script("restore", { ID: id, TARGET: "new" });
        assert.equal(exitCode, 1);
        assert.match(
          stderr,
          /\d+ MiB are free where the server keeps its data \(.*\); \d+ MiB are needed: \d+ for the tables, \d+ for the log/,
        );
        // What grows meanwhile is seen too: the load is ended while the server can still write its log.
        const tight = (text: string) => text.replace('[ "$free" -ge "$needed" ] ||', "true ||");
        const ended = await small.script("restore", { ID: id, TARGET: "new" }, tight);
        assert.equal(ended.exitCode, 1);
        assert.match(
          ended.stderr,
          /ended before the disk was full: \d+ MiB were left, of which 64 MiB must stay free[^]*shop was looked at afterwards: it answers/,
        );
        assert.deepEqual(await small.databases(), ["shop"]);
        await small.sql("INSERT INTO big VALUES ('and on')");
        const chunk = Buffer.alloc(1_048_576, "-- SQL\n");
        const dump = { kind: "sql", open: () => Readable.from(Array<Buffer>(300).fill(chunk)) } as const;
        await assert.rejects(
          importInto(target(small), dump),
          /\d+ MiB are free where the server keeps its data \(.*\); \d+ MiB are needed: 450 for the tables/,
        );
      } finally {
        await small.remove();
      }
    });
});
