import assert from "node:assert/strict";
import { once } from "node:events";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { Lines } from "../../../../components/engine/lines";
import { EngineFailed, type Engine } from "../../../../components/engine/engine";
import { eachWithEngine, FakeEngine, piece, type Spoken } from "../../../support/fake-engine";

describe("engine: a process that is spoken with", () => {
  let fake: FakeEngine;
  let engine: Engine;
  eachWithEngine((...made) => ([fake, engine] = made));

  it("answers each text, until its input ends", async () => {
    fake.spoken = async (input, socket) => {
      for await (const text of input) socket.write(piece("stdout", `${String(text).toUpperCase()}\n`));
      return 3;
    };
    const heard: string[] = [];
    let next: (() => void) | undefined;
    const lines = new Lines((line) => {
      heard.push(line);
      next?.();
    });
    const spoken = engine.open("app", ["sh"], { user: "0", listener: (_, chunk) => lines.add(chunk) });
    for (const text of ["one", "two"]) {
      spoken.stdin.write(text);
      await new Promise<void>((done) => (next = done));
    }
    assert.deepEqual(heard, ["ONE", "TWO"]);
    spoken.stdin.end();
    assert.equal(await spoken.ended, 3);
    assert.ok(spoken.stdin.destroyed);
    assert.deepEqual(fake.execs[0], {
      ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true },
      ...{ Cmd: ["sh"], User: "0", Env: [] },
    });
  });

  it("that the engine refuses says so by its end, and takes what is still written to it", async () => {
    fake.answers["POST /containers/app/exec"] = { status: 409, body: { message: "app is not running" } };
    const spoken = engine.open("app", ["sh"]);
    spoken.stdin.write("one");
    const failed = await spoken.ended.catch((error: unknown) => error);
    assert.ok(failed instanceof EngineFailed);
    assert.deepEqual([failed.status, failed.message], [409, "app is not running"]);
    spoken.stdin.write("two");
    spoken.stdin.end();
  });

  it("whose connection ends while it runs is a failure that says so", async () => {
    fake.spoken = async (input) => {
      for await (const text of input) if (String(text) === "go") return undefined;
      return 0;
    };
    const spoken = engine.open("app", ["sh"]);
    spoken.stdin.write("go");
    await assert.rejects(spoken.ended, /engine\.sock does not answer: the connection ended before/);
  });

  it("returns the exit code, even when the engine records it after the output has ended", async () => {
    fake.process = () => ({ stdout: "done\n", code: 5 });
    fake.lag = 3;
    const { code, both } = await engine.exec("app", ["false"]);
    assert.deepEqual([code, both], [5, "done\n"]);
  });

  it("and that does not read holds back who writes to it", async () => {
    let read: (() => void) | undefined;
    const started = new Promise<void>((done) => (read = done));
    let bytes = 0;
    fake.spoken = async (input) => {
      await started;
      for await (const chunk of input) bytes += chunk.length;
      return 0;
    };
    const { stdin, ended } = engine.open("app", ["sh"]);
    let isFull = false;
    while (!isFull) {
      isFull = true;
      if (stdin.write(Buffer.alloc(65_536))) isFull = false;
      else await Promise.race([once(stdin, "drain").then(() => (isFull = false)), pause(300)]);
    }
    read?.();
    await once(stdin, "drain");
    stdin.end();
    assert.equal(await ended, 0);
    assert.ok(bytes > 0 && bytes < 5_000_000, String(bytes));
  });

  it("waits while who listens takes its time", async () => {
    let written = 0;
    fake.spoken = async (_, socket) => {
      while (written < 100) {
        written++;
        if (!socket.write(piece("stdout", "x".repeat(100_000)))) await once(socket, "drain");
      }
      return 0;
    };
    let go: (() => void) | undefined;
    const ready = new Promise<void>((done) => (go = done));
    let bytes = 0;
    const { ended } = engine.open("app", ["sh"], {
      listener: async (_, chunk) => {
        await ready;
        bytes += chunk.length;
      },
    });
    await pause(300);
    assert.ok(written < 50, `${written} pieces were taken`);
    go?.();
    assert.equal(await ended, 0);
    assert.equal(bytes, 10_000_000);
  });

  const stopsReading: Spoken = async (input, socket) => {
    let bytes = 0;
    for await (const chunk of input) if ((bytes += chunk.length) > 200_000) break;
    socket.destroy();
    return 0;
  };

  it("may end well without having read all, when it is spoken with", async () => {
    fake.spoken = stopsReading;
    const { stdin, ended } = engine.open("app", ["sh"]);
    stdin.end(Buffer.alloc(5_000_000));
    assert.equal(await ended, 0);
  });

  it("fails when it ends before a whole file was sent, even with exit code 0", async () => {
    fake.spoken = stopsReading;
    for (const stdin of [Buffer.alloc(5_000_000), Readable.from([Buffer.alloc(5_000_000)])])
      await assert.rejects(engine.exec("app", ["tar"], { stdin }), /ended before all of its input was sent/);
  });

  it("is left when the connections of the engine are ended", async () => {
    fake.spoken = async (input) => {
      for await (const text of input) void text;
      return 0;
    };
    const { stdin, ended } = engine.open("app", ["sh"]);
    stdin.write("one");
    await pause(100);
    engine.close();
    await Promise.race([assert.rejects(ended), pause(1000).then(() => assert.fail("still connected"))]);
  });
});

describe("engine: lines of a text in pieces", () => {
  it("are the same wherever it is cut, and the last one counts", () => {
    const found: string[] = [];
    const lines = new Lines((line) => found.push(line));
    for (const byte of Buffer.from("一\n\ntwo\nlast")) lines.add(Buffer.of(byte));
    assert.deepEqual(found, ["一", "", "two"]);
    lines.end();
    lines.end();
    assert.deepEqual(found, ["一", "", "two", "last"]);
  });
});
