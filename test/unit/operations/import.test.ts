import assert from "node:assert/strict";
import { once } from "node:events";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { Engine } from "../../../components/engine/engine";
import type { DumpReader } from "../../../components/database/product/dump";
import { MySqlDump } from "../../../components/database/mysql/dump";
import { PostgresDump } from "../../../components/database/postgres/dump";
import { failed } from "../../../operations/import/command";
import { linesOf, load, unpacked } from "../../../operations/import/load";
import { eachWithEngine, FakeEngine, piece } from "../../support/fake-engine";

const read = (reader: DumpReader, text: string) => text.split("\n").map((line) => reader.line(line));

describe("import: what of a dump is run", () => {
  it("leaves out owners and rights of PostgreSQL, and nothing that looks like them inside of data, bodies and texts", () => {
    const dump = `-- PostgreSQL database dump
\\restrict abc
SET transaction_timeout = 0;
CREATE TABLE public.note (body text, price text DEFAULT 'it''s; $1');
ALTER TABLE public.note OWNER TO boss;
CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $_$
GRANT ALL ON TABLE x TO y;
SELECT 'a' $_$;
COPY public.note (body) FROM stdin;
GRANT ALL ON TABLE x TO y;
\\N
\\.
INSERT INTO public.note VALUES (E'it\\'s
REVOKE ALL ON TABLE x FROM y;
');
GRANT SELECT ON TABLE public.note TO app;
-- PostgreSQL database dump complete`;
    const reader = new PostgresDump();
    const lines = read(reader, dump);
    const gone = [1, 2, 4, 15];
    assert.deepEqual(
      lines,
      dump.split("\n").map((line, at) => (gone.includes(at) ? "" : line)),
    );
    assert.equal(reader.leftOut(), 4);
    assert.equal(reader.isCutOff(), false);
  });

  it("runs what MySQL's programs and routines do as the owner, and does not choose a database", () => {
    const dump = `-- MariaDB dump 10.19
/*M!999999\\- enable the sandbox mode */
CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`shop\`;
USE \`shop\`;
SET @@GLOBAL.GTID_PURGED='a:1,
b:2';
INSERT INTO t VALUES ('DEFINER=\`a\`@\`b\`');
/*!50013 DEFINER=\`root\`@\`localhost\` SQL SECURITY DEFINER */
DELIMITER ;;
CREATE DEFINER=\`root\`@\`%\` PROCEDURE p()
USE INDEX
DELIMITER ;
-- Dump completed on 2026-11-27`;
    const lines = read(new MySqlDump(), dump);
    assert.deepEqual(lines.slice(1, 6), ["", "", "", "", ""]);
    assert.match(lines[6] ?? "", /DEFINER=`a`@`b`/);
    assert.match(lines[7] ?? "", /^\/\*!50013 DEFINER=CURRENT_USER SQL SECURITY/);
    assert.match(lines[9] ?? "", /^CREATE DEFINER=CURRENT_USER PROCEDURE/);
    assert.equal(lines[10], "USE INDEX");
  });

  it("knows a dump without its end, and takes SQL that is no dump as it is", () => {
    const cut = new PostgresDump();
    read(cut, "-- PostgreSQL database dump\nCREATE TABLE a (id int);");
    assert.equal(cut.isCutOff(), true);
    const plain = new MySqlDump();
    read(plain, "CREATE TABLE a (id int);");
    assert.equal(plain.isCutOff(), false);
  });

  it("refuses dumps of more than one database", () => {
    assert.throws(() => read(new PostgresDump(), "\\connect other"), /pg_dump on one database/);
    assert.throws(() => read(new MySqlDump(), "USE `a`;\nUSE `b`;"), /more than one database: a, b/);
  });

  it("splits bytes at line feeds only, wherever they arrive, and keeps every one of them", async () => {
    const bytes = Buffer.from([...Array(256).keys(), 13, 10, 13, 0xe8, 0xae, 0xa2, 10, 10, 65]);
    for (const size of [1, 7, 300]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      const lines: string[] = [];
      for await (const line of linesOf(Readable.from(chunks))) lines.push(line);
      assert.equal(lines.length, 5);
      assert.deepEqual(Buffer.from(lines.join("\n"), "latin1"), bytes);
    }
  });

  it("rejects what begins or ends a transaction, however it is written, and commands of psql", () => {
    for (const text of [
      ...[
        "COMMIT ;",
        "END;",
        "commit; -- x",
        "ROLLBACK;",
        "abort;",
        "CREATE TABLE a(); COMMIT;",
        "Begin Work ;",
      ],
      ...[
        "COMMIT AND CHAIN;",
        "start\ntransaction;",
        "prepare\ntransaction 'a';",
        "/* a /* b */ ' */ END; '",
      ],
      ...["SELECT 1;END;", "SELECT E'a''\\'' ; COMMIT; -- '", "SELECT E'a'\n'b\\''; COMMIT; -- '"],
      ...["SELECT $é$ ' $é$; COMMIT; -- '", "SELECT 1; -- FROM stdin;\nCOMMIT ;"],
      ...["copy t from stdin with (format csv);\nCOMMIT;\n\\.\nCOMMIT ;", "COMMIT;;COMMIT;\r"],
    ])
      assert.throws(
        () => read(new PostgresDump(), text),
        /Line \d+ of the dump begins or ends a transaction/,
        text,
      );
    for (const text of [
      "\\! id",
      "  \\! id",
      "SELECT 1 \\! id",
      "SELECT 1 \\gexec",
      "CREATE TABLE a(); \\i /etc/passwd",
    ])
      assert.throws(() => read(new PostgresDump(), text), /Line 1 of the dump is a psql command/, text);
  });

  it("takes these words inside of data, strings, comments and bodies for what they are", () => {
    const dump = `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql
BEGIN ATOMIC
 SELECT CASE WHEN a = 1 THEN 2 ELSE 3 END;
 SELECT 1;
END;
CREATE RULE r AS ON INSERT TO a DO (SELECT 1;
END; SELECT 2);
COPY public.a (id, "end") FROM stdin;\r
COMMIT;
\\! id
\\.\r
SELECT 'x
COMMIT; \\! id
', "end", E'\\\\', 1 /* \\! id
COMMIT; */ -- COMMIT; \\! id
;
DO $$
BEGIN
END $$;
PREPARE commit AS SELECT 1;`;
    assert.deepEqual(read(new PostgresDump(), dump), dump.split("\n"));
    assert.deepEqual(read(new PostgresDump(), "BEGIN;\r\nSELECT 1;\r\nCOMMIT;\r"), ["", "SELECT 1;\r", ""]);
  });
});

describe("import: what is left of one that failed", () => {
  it("is said from a look at the database", () => {
    const said = (left?: string[]) => failed(new Error("a\nb"), "shop", left).message;
    assert.equal(said([]), "The dump could not be imported; nothing of it is kept.\n  a\n  b");
    assert.match(said(["item", "event e"]), /; database shop is no longer empty: it has item, event e\.\n/);
    assert.match(said(), /; whether anything of it is left in database shop could not be checked\.\n/);
  });

  describe("of what is loaded", () => {
    let fake: FakeEngine;
    let engine: Engine;
    eachWithEngine((...made) => ([fake, engine] = made));
    const to = () => ({ engine, container: "c", client: "x", begin: "BEGIN; ", end: "COMMIT;" });
    const all = async (input: AsyncIterable<Buffer>) => {
      const chunks: Buffer[] = [];
      for await (const chunk of input) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };

    it("says how the client ended when its container was killed, of which it could say nothing", async () => {
      fake.spoken = async (input) => (await all(input), 137);
      const sql = { stream: Readable.from([Buffer.from("SELECT 1;\n")]), complete: Promise.resolve() };
      await assert.rejects(load(sql, new PostgresDump(), to()), /ended with exit code 137/);
    });

    it("is for the load to clear away when the command is asked to end: it fails, and does not send its end", async () => {
      let got = "";
      fake.spoken = async (input) => ((got = await all(input)), 0);
      const stop = new AbortController();
      const stream = new Readable({ read: () => undefined });
      stream.push("CREATE TABLE a (id int);\n");
      const loading = load({ stream, complete: Promise.resolve() }, new PostgresDump(), {
        ...to(),
        stop: stop.signal,
      });
      setTimeout(() => stop.abort("SIGTERM"), 100);
      await assert.rejects(loading, /Interrupted by SIGTERM/);
      assert.equal(got, "BEGIN; ");
    });

    it("says so when the connection to the engine is lost", async () => {
      fake.spoken = async (input) => {
        for await (const chunk of input) if (String(chunk).includes("SELECT")) return undefined;
        return 0;
      };
      const sql = { stream: Readable.from([Buffer.from("SELECT 1;\n")]), complete: Promise.resolve() };
      await assert.rejects(
        load(sql, new PostgresDump(), to()),
        /does not answer: the connection ended before/,
      );
    });

    it("fails when the client ends before the dump does, whatever its exit code", async () => {
      fake.spoken = async (input) => {
        for await (const chunk of input) if (String(chunk).includes("quit")) break;
        return 0;
      };
      const stream = Readable.from([
        Buffer.from("SELECT 1;\nquit\n"),
        Buffer.from("SELECT 2;\n".repeat(400_000)),
      ]);
      await assert.rejects(
        load(
          { stream, complete: Promise.resolve() },
          { ...new PostgresDump(), line: (text) => text, isCutOff: () => false, leftOut: () => 0 },
          to(),
        ),
        /client ended before the end of the dump/,
      );
    });

    it("reads an archive no faster than what it gives is taken", async () => {
      let sent = 0;
      fake.spoken = async (_, socket) => {
        for (; sent < 200; sent++)
          if (!socket.write(piece("stdout", "x".repeat(100_000)))) await once(socket, "drain");
        return 0;
      };
      const archive = Readable.from([Buffer.from("archive")]);
      const { stream, complete } = unpacked(archive, to());
      await pause(300);
      assert.ok(sent < 100, `${sent} pieces were taken`);
      let bytes = 0;
      for await (const chunk of stream) bytes += (chunk as Buffer).length;
      await complete;
      assert.equal(bytes, 20_000_000);
      assert.ok(archive.destroyed);
    });

    it("reports why the database rejected an archive, however much of it is still unread", async () => {
      fake.spoken = async (input, socket, { Cmd }) => {
        if (Cmd.at(-1) === "unpack") {
          const row = piece("stdout", "INSERT INTO a VALUES (1);\n".repeat(4000));
          for (let sent = 0; sent < 100 && !socket.destroyed; sent++)
            if (!socket.write(row)) await Promise.race([once(socket, "drain"), once(socket, "close")]);
          return 0;
        }
        for await (const chunk of input) if (String(chunk).includes("INSERT")) break;
        socket.write(piece("stderr", "ERROR: duplicate key value\n"));
        return 3;
      };
      const archive = Readable.from([Buffer.from("archive")]);
      const sql = unpacked(archive, { engine, container: "c", client: "unpack" });
      await assert.rejects(load(sql, new PostgresDump(), to()), /duplicate key value/);
    });

    it("ends the program that reads an archive when its SQL is no longer wanted", async () => {
      let isOver = false;
      fake.spoken = async (input, socket) => {
        socket.write(piece("stdout", "CREATE TABLE a (id int);\n"));
        await all(input).catch(() => undefined);
        isOver = true;
        return 0;
      };
      const archive = new Readable({ read: () => undefined });
      const { stream, complete } = unpacked(archive, to());
      await once(stream, "data");
      stream.destroy();
      await assert.rejects(complete);
      await pause(50);
      assert.deepEqual([isOver, archive.destroyed], [true, true]);
    });

    it("says what the program said of an archive that it cannot read", async () => {
      fake.spoken = async (input, socket) => {
        await all(input);
        socket.write(piece("stderr", "unsupported version\n"));
        return 1;
      };
      const { stream, complete } = unpacked(Readable.from([Buffer.from("x")]), to());
      stream.resume();
      await assert.rejects(complete, /unsupported version/);
    });
  });
});
