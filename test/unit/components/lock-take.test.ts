import assert from "node:assert/strict";
import { ownerOf } from "../../../components/engine/owner";
import { lockLabels, lockName } from "../../../components/lock/lock";
import { readLock, removeLock, takeLock } from "../../../components/lock/take";
import { problemText } from "../../../messages/render";
import { FakeEngine } from "../../support/fake-engine";

describe("lock: a container whose name one alone can have", () => {
  let fake: FakeEngine;
  beforeEach(async () => (fake = await FakeEngine.start()));
  afterEach(() => fake.stop());

  const on = () => ({
    ...{ environment: { DOCKER_HOST: `unix://${fake.socket}` }, system: "shop", stack: "prod" },
  });
  const name = lockName({ system: "shop", stack: "prod" });
  const mine = { owner: ownerOf(process.pid), command: "npm run restore", since: new Date() };
  const gone = { ...mine.owner, pid: 4194303, started: "1" };
  const taken = {
    status: 409,
    body: { message: `Conflict. The container name "/${name}" is already in use` },
  };
  const lock = (owner = mine.owner, more = {}) => ({
    body: {
      ...{ Id: "1f", Name: `/${name}`, State: { Status: "created" } },
      Config: { Labels: { ...lockLabels(on(), { ...mine, owner, since: "2026-11-22T08:00:00Z" }), ...more } },
      HostConfig: { RestartPolicy: { Name: "no" } },
    },
  });
  const take = (lines: string[] = []) => takeLock(on(), mine, (line) => lines.push(line));

  it("is made on an engine that has no image yet", async () => {
    let isThere = false;
    fake.answers["POST /containers/create"] = () =>
      isThere ? { status: 201, body: { Id: "1f" } } : { status: 404, body: { message: "No such image" } };
    fake.answers["POST /images/create"] = () => {
      isThere = true;
      return {};
    };
    assert.deepEqual(await take(), { id: "1f" });
    const { query, body } = fake.asked.at(-1) ?? assert.fail();
    assert.equal(query["name"], name);
    const { Labels, HostConfig } = JSON.parse(String(body)) as { Labels: object; HostConfig: object };
    assert.deepEqual(HostConfig, { NetworkMode: "none" });
    assert.deepEqual(
      Labels,
      lockLabels(on(), { ...mine, since: mine.since.toISOString().replace(/\.\d+/, "") }),
    );
  });

  it("that another has is refused, and says whose it is", async () => {
    fake.answers["POST /containers/create"] = taken;
    fake.answers[`GET /containers/${name}/json`] = lock();
    const { refused } = await take();
    assert.ok(refused);
    assert.match(
      problemText(refused),
      new RegExp(`npm run restore of .*, process ${process.pid}, still running`),
    );
  });

  it("of an owner that is gone is taken over, also while another removes it", async () => {
    let tries = 0;
    fake.answers["POST /containers/create"] = () =>
      tries++ === 0 ? taken : { status: 201, body: { Id: "2f" } };
    fake.answers[`GET /containers/${name}/json`] = lock(gone);
    fake.answers["DELETE /containers/1f"] = {
      status: 409,
      body: { message: "removal is already in progress" },
    };
    const lines: string[] = [];
    assert.deepEqual(await take(lines), { id: "2f" });
    assert.match(lines.join(), /^taking over the lock .* no longer running/);
  });

  it("is none where there is none, and not ours where another has its name", async () => {
    assert.equal(await readLock(on()), undefined);
    fake.answers[`GET /containers/${name}/json`] = lock(mine.owner, {
      "io.pulumi-web-systems.stack": "other",
    });
    assert.equal(await readLock(on()), "foreign");
    await removeLock(on(), "gone");
  });

  it("is not known where the engine does not answer", async () => {
    const nowhere = { ...on(), environment: { DOCKER_HOST: "unix:///nowhere.sock" } };
    await assert.rejects(readLock(nowhere), /The Docker engine at unix:\/\/\/nowhere\.sock does not answer/);
    await assert.rejects(
      takeLock(nowhere, mine, () => undefined),
      /does not answer/,
    );
  });
});
