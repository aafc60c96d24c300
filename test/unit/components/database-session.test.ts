import assert from "node:assert/strict";
import type { Duplex } from "node:stream";
import type { Dialect } from "../../../components/database/client/dialect";
import { Session, SessionEnded } from "../../../components/database/client/session";
import type { Engine } from "../../../components/engine/engine";
import { FakeEngine, piece } from "../../support/fake-engine";

/** Of a client that answers each line with itself in capitals, and to whom `bad` is an error. */
const dialect = {
  options: "--plain",
  mark: (line: string) => `${line}\n`,
  error: (stderr: string) => {
    const [, line, message = ""] = /^(\d+): (.*)$/m.exec(stderr) ?? [];
    return { message, ...(line !== undefined && { line: Number(line) }) };
  },
  news: (line: string) => (line.startsWith("NEWS ") ? line.slice(5) : undefined),
} as unknown as Dialect;

describe("database: a session", () => {
  let fake: FakeEngine;
  let engine: Engine;
  let session: Session;
  /** Whether the input of the client came to its end. */
  let isOver: boolean;
  beforeEach(async () => {
    fake = await FakeEngine.start();
    engine = fake.client();
    isOver = false;
    fake.spoken = async (input, socket) => {
      let [rest, count] = ["", 0];
      for await (const chunk of input) {
        const lines = (rest + String(chunk)).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          const code = answer(line, ++count, socket);
          if (code !== null) return code;
        }
      }
      isOver = true;
      return 0;
    };
  });
  afterEach(async () => {
    engine.close();
    await fake.stop();
  });

  /** What the client does with a line. Its exit code when it ends with that; undefined: the connection does. */
  function answer(line: string, count: number, socket: Duplex): number | undefined | null {
    if (line === "cut") return undefined;
    if (line === "bad") {
      socket.write(piece("stderr", `${count}: no such thing\n`));
      return 3;
    }
    if (line.startsWith("news")) socket.write(piece("stderr", "NEWS half "));
    if (line.startsWith("news")) socket.write(piece("stderr", "done\nother\n"));
    socket.write(piece("stdout", line.startsWith("mark-") ? `${line}\n` : `${line.toUpperCase()}\n`));
    return null;
  }
  const open = () => (session = new Session(engine, "db", "client", dialect));

  it("answers one text after the other, and ends with its input", async () => {
    open();
    assert.deepEqual(await session.ask("one\ntwo\n"), ["ONE", "TWO"]);
    const rows: string[] = [];
    const [, last] = await Promise.all([
      session.ask("three\n", { onRow: (row) => rows.push(row) }),
      session.ask("four\n"),
    ]);
    assert.deepEqual([rows, last], [["THREE"], ["FOUR"]]);
    await session.close();
    assert.equal(isOver, true);
    assert.deepEqual(fake.execs[0]?.Cmd, ["sh", "-c", "exec client --plain"]);
    await session.close();
  });

  it("tells the news that the database has", async () => {
    open();
    const news: string[] = [];
    session.onNews = (line) => news.push(line);
    await session.ask("news\n");
    assert.deepEqual(news, ["half done"]);
    await session.close();
  });

  it("that stops at an error says so with the line of the text, and to all that was sent after it", async () => {
    open();
    await session.ask("one\n");
    const told = (asked: Promise<unknown>) =>
      asked.then(
        () => undefined,
        (error: SessionEnded) => error.told,
      );
    const [first, second] = await Promise.all([
      told(session.ask("two\nbad\n")),
      told(session.ask("three\n")),
    ]);
    assert.deepEqual([first?.message, first?.line], ["no such thing", 2]);
    assert.equal(second?.message, "no such thing");
    await assert.rejects(session.ask("four\n"), SessionEnded);
    await session.close();
  });

  it("whose connection ends, or that the engine refuses, is a session that ended", async () => {
    open();
    const lost = await session.ask("cut\n").catch((error: unknown) => error);
    assert.ok(lost instanceof SessionEnded);
    assert.match(lost.stderr, /does not answer: the connection ended before/);
    fake.answers["POST /containers/db/exec"] = { status: 409, body: { message: "db is not running" } };
    open();
    const refused = await session.ask("one\n").catch((error: unknown) => error);
    assert.ok(refused instanceof SessionEnded);
    assert.equal(refused.stderr, "db is not running");
  });
});
