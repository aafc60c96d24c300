import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..", "..", "..");

describe("a command that fails", () => {
  const ended = (code: string) =>
    spawnSync(process.execPath, ["--require", "tsx/cjs", "--eval", code], { cwd: root, encoding: "utf8" });

  it("because of the engine: says what it wrote and a remedy, without a stack trace", () => {
    const { stderr, status } = ended(
      `const { fail } = require("./operations/kernel/fail");
       const { dockerNow } = require("./components/engine/docker");
       process.env.PATH = "/nowhere";
       try { dockerNow({}, "volume", "ls"); } catch (error) { fail(error); }`,
    );
    assert.equal(status, 1);
    assert.match(stderr, /^\ndocker volume: .+\n {2}fix: npm run doctor .+\n$/);
  });

  it("because of an engine that does not answer: says so and a remedy", () => {
    const { stderr, status } = ended(
      `const { fail } = require("./operations/kernel/fail");
       const { withEngine } = require("./components/engine/with-engine");
       withEngine({ DOCKER_HOST: "unix:///nowhere.sock" }, (engine) => engine.volume("data")).catch(fail);`,
    );
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^\nThe Docker engine at unix:\/\/\/nowhere\.sock does not .+\n {2}fix: npm run doctor .+\n$/,
    );
  });

  it("because of anything else in the world: says so, without a stack trace", () => {
    const { stderr } = ended(`require("./operations/kernel/fail").fail(new Error("Database shop refused"))`);
    assert.equal(stderr, "\nDatabase shop refused\n");
  });

  it("because of something that was killed: says how it ended", () => {
    const { stderr } = ended(
      `const { dockerNow } = require("./components/engine/docker");
       process.env.PATH = require("node:fs").mkdtempSync("/tmp/fail-");
       require("node:fs").writeFileSync(process.env.PATH + "/docker", "#!/bin/sh\\nkill -9 $$", { mode: 0o755 });
       process.on("exit", () => require("node:fs").rmSync(process.env.PATH, { recursive: true }));
       try { dockerNow({}, "exec", "x"); } catch (error) { require("./operations/kernel/fail").fail(error); }`,
    );
    assert.match(stderr, /^\ndocker exec: was ended by SIGKILL, without an error message\n {2}fix: /);
  });

  it("because of a host that answers at none of its addresses: says what each did, and every cause once", () => {
    const said = (error: string) => ended(`require("./operations/kernel/fail").fail(${error})`).stderr;
    const several = `new AggregateError([new Error("refused at 1"), new Error("refused at 2")], "")`;
    assert.equal(said(several), "\nrefused at 1; refused at 2\n");
    const fetched = `Object.assign(new TypeError("fetch failed"), { cause: ${several} })`;
    assert.equal(said(fetched), "\nfetch failed: refused at 1; refused at 2\n");
    assert.equal(said(`new Error("no x: y", { cause: new Error("y") })`), "\nno x: y\n");
  });

  it("because of a mistake of ours: with all that finds it", () => {
    const { stderr } = ended(`require("./operations/kernel/fail").fail(new TypeError("ours"))`);
    assert.match(stderr, /^TypeError: ours\n\s+at /);
  });
});
