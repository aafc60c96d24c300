import assert from "node:assert/strict";
import { databaseReady, type Needed } from "../../../components/database/ready/ready";
import { type Container, EngineFailed, type Ran } from "../../../components/engine/engine";
import { FakeEngine } from "../../support/fake-engine";
import { container } from "../../support/container";

const running = container({ name: "db" });
const ran = (code: number | null, both = ""): Ran => ({ code, both, stdout: Buffer.from(both), stderr: "" });

describe("database: its readiness", () => {
  const job = { container: "db", query: "psql -c 'SELECT 1'", timeout: 60 };
  const waits = async (
    answers: (Ran | Error)[],
    state: Partial<Container> | undefined | Error,
    timeout = 60,
  ) => {
    const commands: string[][] = [];
    const told: string[] = [];
    const engine: Needed = {
      container: () =>
        state instanceof Error ? Promise.reject(state) : Promise.resolve(state && { ...running, ...state }),
      exec: (_, command) => {
        commands.push(command);
        const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? ran(0);
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
      logs: () => Promise.resolve("starting\n\u001b[31mFATAL: no\n"),
    };
    const failed = await databaseReady({ ...job, timeout }, engine, (line) => told.push(line)).then(
      () => "",
      (error: Error) => error.message,
    );
    return { commands, told, failed };
  };

  it("is there with the first good answer, whatever the engine refused before", async () => {
    const refused = [new EngineFailed(409, "it is restarting"), ran(2, "refused"), ran(0)];
    const { commands, failed } = await waits(refused, { status: "restarting" });
    assert.equal(failed, "");
    assert.equal(commands.length, 3);
    assert.deepEqual(commands[0], ["timeout", "5", "sh", "-c", "exec psql -c 'SELECT 1'"]);
  });

  it("is not waited for beyond its time", async () => {
    const { failed } = await waits([ran(124)], {}, 0);
    assert.deepEqual(failed.split("\n"), [
      "The database db did not answer a query within 0 s (its state: running, 0 restarts).",
      "  Answer: none within 5 s",
      "  Its last log lines:",
      "    | starting",
      "    | FATAL: no",
      "  Nothing was migrated and no service was changed.",
      "  fix: the cause, or revert the change of the database, then run 'pulumi up' again",
      "  fix: if the database only needs more time, for example to recover a lot of data: raise its startTimeout",
    ]);
  });

  for (const [what, answer, state, says] of [
    [
      "has ended",
      ran(null),
      { status: "exited", exitCode: 137, outOfMemory: true },
      /state: exited with code 137, out of memory, 0 restarts\)/,
    ],
    [
      "is gone",
      new EngineFailed(404, "no such container"),
      undefined,
      /state: gone\)\.\n {2}Answer: no such container/,
    ],
    [
      "has data of another system",
      ran(2, 'FATAL: role "postgres" does not exist'),
      {},
      /CREATE ROLE postgres SUPERUSER/,
    ],
  ] as [string, Ran | Error, Partial<Container> | undefined, RegExp][])
    it(`is not waited for when it ${what}`, async () => {
      const { failed, commands } = await waits([answer], state);
      assert.match(failed, says);
      assert.doesNotMatch(failed, /startTimeout/);
      assert.equal(commands.length, 1);
    });

  it("is waited for while the engine does not answer", async () => {
    const silent = new EngineFailed(0, "The Docker engine does not answer");
    const { failed } = await waits([silent, ran(0)], silent);
    assert.equal(failed, "");
    assert.match((await waits([silent], silent, 0)).failed, /its state: not known/);
  });

  it("is not waited for beyond its time by an engine that takes the question and is silent", async () => {
    const engine = await FakeEngine.start();
    const State = { Status: "running", ExitCode: 0, OOMKilled: false, StartedAt: "" };
    const found = { Id: "1f", Name: "/db", Image: "", RestartCount: 0, State, Config: { Labels: null } };
    engine.answers["GET /containers/db/json"] = {
      body: { ...found, HostConfig: { RestartPolicy: { Name: "always" } } },
    };
    engine.process = () => new Promise(() => undefined);
    const client = engine.client();
    const waited = databaseReady({ ...job, timeout: 0 }, client, () => undefined);
    await assert.rejects(
      waited,
      /its state: running.*\n {2}Answer: the Docker engine gave no answer within 5 s/,
    );
    client.close();
    await engine.stop();
  }).timeout(20_000);

  it("is reported after a while", async () => {
    const late = Array.from({ length: 17 }, () => ran(2, "refused\nmore"));
    const { told } = await waits([...late, ran(0)], {});
    assert.deepEqual(told, ["database db does not answer yet, after 3 of at most 60 s: refused"]);
  }).timeout(10_000);
});
