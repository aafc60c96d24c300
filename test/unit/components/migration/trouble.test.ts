import assert from "node:assert/strict";
import type { Target } from "../../../../components/database/client/target";
import type { Engine } from "../../../../components/engine/engine";
import { makeBackup } from "../../../../components/migration/runner/backup";
import { diskTrouble, mayAnswer, serverTrouble } from "../../../../components/migration/runner/trouble";
import { eachWithEngine, FakeEngine, piece } from "../../../support/fake-engine";

describe("migration: what is said of the database when one fails", () => {
  const target = { product: "PostgreSQL", container: "db", database: "shop" } as Target;
  const since = new Date("2026-11-27T10:00:00.000Z");
  let fake: FakeEngine;
  let engine: Engine;
  eachWithEngine((...made) => ([fake, engine] = made));

  const is = (State: object) => {
    fake.answers["GET /containers/db/json"] = {
      body: {
        ...{ Id: "1f", Name: "/db", Image: "sha256:2", RestartCount: 0, Config: { Labels: null } },
        State: { ExitCode: 0, OOMKilled: false, StartedAt: "2026-11-27T09:00:00Z", ...State },
        HostConfig: { RestartPolicy: { Name: "always" } },
        Mounts: [{ Destination: "/var/lib/postgresql/data", Name: "shop-data" }],
      },
    };
  };
  const wrote = (...lines: string[]) => {
    const body = Buffer.concat(lines.map((line) => piece("stderr", `${line}\n`)));
    fake.answers["GET /containers/db/logs"] = { body };
  };

  it("a container that was killed: how it ended, why by its log, and how to start it", async () => {
    is({ Status: "exited", ExitCode: 137 });
    wrote("LOG: fine", "PANIC: could not write", "FATAL: the database system is starting up");
    const lines = (await serverTrouble(target, engine, since)).join("\n");
    assert.match(lines, /db.*137/);
    assert.match(lines, /\| PANIC: could not write/);
    assert.match(lines, /docker start db/);
    assert.doesNotMatch(lines, /fine|starting up/);
    const { query } = fake.asked.find(({ what }) => what.endsWith("/logs")) ?? {};
    assert.deepEqual([query?.["tail"], Number(query?.["since"])], ["1000", since.getTime() / 1000]);
    assert.equal(await mayAnswer(target, engine), false);
  });

  it("nothing where the server went on, and that the container is gone where it is", async () => {
    is({ Status: "running" });
    wrote("FATAL: of a statement");
    assert.deepEqual(await serverTrouble(target, engine, since), []);
    assert.equal(await mayAnswer(target, engine), true);
    delete fake.answers["GET /containers/db/json"];
    assert.match((await serverTrouble(target, engine, since)).join("\n"), /db/);
  });

  it("a full disk: how much is free, and the volume to make room on", async () => {
    is({ Status: "running" });
    wrote();
    assert.deepEqual(await diskTrouble(target, engine, "syntax error", since), []);
    fake.process = () => ({ stdout: "Filesystem 1M\ntmpfs 300 299 1 99% /data\n", code: 0 });
    const lines = (await diskTrouble(target, engine, "No space left on device", since)).join("\n");
    assert.match(lines, /\b1 of 300 MiB/);
    assert.match(lines, /shop-data/);
    assert.deepEqual(fake.execs[0]?.Cmd, ["df", "-Pm", "/var/lib/postgresql/data"]);
  });

  it("a backup: its reason as variables, its id the last line, and what it said when it failed", async () => {
    const lines: string[] = [];
    const backup = () => makeBackup(target, engine, "dump", "r1", (line) => lines.push(line));
    fake.process = (_, __, { Env }) => ({ stdout: `${Env.join(" ")}\nid-7\n`, code: 0 });
    assert.equal(await backup(), "id-7");
    assert.deepEqual(fake.execs[0]?.Env, ["REASON=migration", "RELEASE=r1"]);
    fake.process = () => ({ stderr: "disk full\n", code: 1 });
    await assert.rejects(backup(), /backup[^]*disk full/i);
    fake.process = () => ({ code: 137 });
    await assert.rejects(backup(), /ended with exit code 137/);
    fake.answers["POST /containers/db/exec"] = { status: 409, body: { message: "db is not running" } };
    await assert.rejects(backup(), /db is not running/);
  });
});
