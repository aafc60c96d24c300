import assert from "node:assert/strict";
import { PassThrough, Readable } from "node:stream";
import { mock } from "node:test";
import { addressOf } from "../../../../components/engine/api/address";
import { Output, takeApart } from "../../../../components/engine/api/streams";
import { Engine, EngineFailed, ifAnswered, outcomeOf } from "../../../../components/engine/engine";
import { eachWithEngine, FakeEngine, piece } from "../../../support/fake-engine";

describe("engine: its address", () => {
  it("is that of DOCKER_HOST, or this machine's socket", () => {
    assert.deepEqual(addressOf({}), { kind: "unix", path: "/var/run/docker.sock" });
    assert.deepEqual(addressOf({ DOCKER_HOST: "unix:///run/d.sock" }), { kind: "unix", path: "/run/d.sock" });
    const tcp = { kind: "tcp", host: "10.0.0.5", port: 2375 };
    assert.deepEqual(addressOf({ DOCKER_HOST: "tcp://10.0.0.5:2375" }), tcp);
    assert.deepEqual(addressOf({ DOCKER_HOST: "tcp://10.0.0.5" }), tcp);
    assert.equal(addressOf({ DOCKER_HOST: "ssh://deploy@10.0.0.5" }).kind, "ssh");
    assert.throws(() => addressOf({ DOCKER_HOST: "ftp://10.0.0.5" }), /not an address of a Docker engine/);
  });
});

describe("engine: the streams of a process", () => {
  const read = async (...chunks: Buffer[]) => {
    const stream = new PassThrough();
    const output = new Output();
    const done = takeApart(stream, output.listener);
    for (const chunk of chunks) stream.write(chunk);
    stream.end();
    await done;
    return [output.stdout.toString(), output.stderr, output.both];
  };
  const whole = Buffer.concat([piece("stdout", "one "), piece("stderr", "错"), piece("stdout", "two")]);

  it("are taken apart wherever the network cuts them", async () => {
    const expected = ["one two", "错", "one 错two"];
    assert.deepEqual(await read(whole), expected);
    assert.deepEqual(await read(...[...whole].map((byte) => Buffer.of(byte))), expected);
  });

  it("that do not come in pieces are shown as they are", async () =>
    assert.deepEqual(await read(piece("stdout", "a"), Buffer.from("OCI runtime exec failed: no sh\r\n")), [
      "a",
      "OCI runtime exec failed: no sh\r\n",
      "aOCI runtime exec failed: no sh\r\n",
    ]));
});

describe("engine: the API", () => {
  let fake: FakeEngine;
  let engine: Engine;
  eachWithEngine((...made) => ([fake, engine] = made));

  it("is spoken in the version that both know, which is asked for once", async () => {
    await engine.container("a");
    await engine.container("b");
    assert.deepEqual(
      fake.asked.map(({ what, version }) => `${what} ${version}`),
      ["GET /_ping ", "GET /containers/a/json 1.41", "GET /containers/b/json 1.41"],
    );
    const newer = await FakeEngine.start("1.99");
    await newer.client().container("a");
    assert.equal(newer.asked[1]?.version, "1.51");
    await newer.stop();
  });

  it("tells what is not there from what failed", async () => {
    assert.equal(await engine.container("gone"), undefined);
    assert.equal(await engine.getFiles("gone", "/etc"), undefined);
    await engine.remove("gone");
    fake.answers["POST /containers/app/start"] = { status: 500, body: { message: "no room" } };
    const failed = await engine.start("app").catch((error: unknown) => error);
    assert.ok(failed instanceof EngineFailed);
    assert.deepEqual([failed.status, failed.message], [500, "no room"]);
  });

  it("is asked again when an engine that did not answer does", async () => {
    await fake.stop();
    const failed = await engine.container("app").catch((error: unknown) => error);
    assert.ok(failed instanceof EngineFailed);
    assert.equal(failed.status, 0);
    assert.match(failed.message, /^The Docker engine at unix:.*engine\.sock does not answer: connect ENOENT/);
  });

  it("gives of a container what is used", async () => {
    fake.answers["GET /containers/app/json"] = {
      body: {
        ...{ Id: "1f", Name: "/app", Image: "sha256:2", RestartCount: 3, Created: "1970-01-01T00:00:01.5Z" },
        State: { Status: "exited", ExitCode: 137, OOMKilled: true, StartedAt: "2026-11-27T00:00:00Z" },
        ...{ Config: { Labels: null, Env: ["A=b"] }, HostConfig: { RestartPolicy: { Name: "no" } } },
        NetworkSettings: { Networks: { app: {}, back: {} } },
        Mounts: [{ Destination: "/data", Name: "app-data" }, { Destination: "/etc/app" }],
      },
    };
    assert.deepEqual(await engine.container("app"), {
      ...{ id: "1f", name: "app", image: "sha256:2", status: "exited", exitCode: 137, outOfMemory: true },
      ...{ restarts: 3, startedAt: "2026-11-27T00:00:00Z", labels: {}, restartPolicy: "no" },
      ...{ created: 1500, networks: ["app", "back"], environment: ["A=b"] },
      volumes: { "/data": "app-data" },
    });
  });

  it("lists containers by their labels", async () => {
    const State = "running";
    // A range is a port a line, each for IPv4 and for IPv6; one that is only exposed has no port of the host.
    const Ports = [
      ...[80, 81, 80, 81].map((PublicPort) => ({ PrivatePort: 1, PublicPort, Type: "tcp" })),
      { PrivatePort: 53, PublicPort: 53, Type: "udp" },
      { PrivatePort: 443, Type: "tcp" },
    ];
    fake.answers["GET /containers/json"] = {
      body: [
        { Id: "1f", Names: ["/app"], ImageID: "sha256:2", State, Labels: { a: "b" }, Created: 2, Ports },
      ],
    };
    const app = { id: "1f", name: "app", image: "sha256:2", status: "running", labels: { a: "b" } };
    assert.deepEqual(await engine.containers(["a=b", "c"]), [{ ...app, created: 2000, ports: [80, 81] }]);
    assert.deepEqual(JSON.parse(fake.asked.at(-1)?.query["filters"] ?? ""), { label: ["a=b", "c"] });
    await engine.containers([], { volume: "data" });
    assert.deepEqual(JSON.parse(fake.asked.at(-1)?.query["filters"] ?? ""), { label: [], volume: ["data"] });
  });

  it("lists volumes by their labels, also where there is none", async () => {
    fake.answers["GET /volumes"] = { body: { Volumes: [{ Name: "data", Labels: null }] } };
    assert.deepEqual(await engine.volumes(["a=b"]), [{ name: "data", labels: {} }]);
    assert.deepEqual(JSON.parse(fake.asked.at(-1)?.query["filters"] ?? ""), { label: ["a=b"] });
    fake.answers["GET /volumes"] = { body: { Volumes: null } };
    assert.deepEqual(await engine.volumes([]), []);
  });

  it("lists networks by their labels, and removes one; one that is gone is no failure", async () => {
    fake.answers["GET /networks"] = { body: [{ Id: "2e", Name: "shop", Driver: "bridge" }] };
    assert.deepEqual(await engine.networks(["a=b"]), [{ id: "2e", name: "shop" }]);
    assert.deepEqual(JSON.parse(fake.asked.at(-1)?.query["filters"] ?? ""), { label: ["a=b"] });
    await engine.removeNetwork("2e");
    assert.equal(fake.questions.at(-1), "DELETE /networks/2e");
    const inUse = { status: 403, body: { message: "network shop has active endpoints" } };
    fake.answers["DELETE /networks/2e"] = inUse;
    await assert.rejects(engine.removeNetwork("2e"), { status: 403, message: inUse.body.message });
  });

  it("is no engine that answers when its certificates cannot be read, or its address", async () => {
    const tcp = {
      DOCKER_HOST: "tcp://127.0.0.1:1",
      DOCKER_TLS_VERIFY: "1",
      DOCKER_CERT_PATH: "/nonexistent",
    };
    const silent = { name: "EngineFailed", status: 0 };
    await assert.rejects(new Engine(tcp).info(), { ...silent, message: /does not answer: ENOENT.*ca\.pem/ });
    await assert.rejects(new Engine({ DOCKER_HOST: "ftp://x" }).info(), silent);
    new Engine(tcp).close();
  });

  it("changes containers", async () => {
    await engine.restart("app");
    assert.equal(fake.questions.at(-1), "POST /containers/app/restart");
    await engine.setRestartPolicy("app", "always");
    assert.deepEqual(JSON.parse(String(fake.asked.at(-1)?.body)), { RestartPolicy: { Name: "always" } });
    await engine.stop("app", 5);
    assert.deepEqual(fake.asked.at(-1)?.query, { t: "5" });
    await engine.rename("app", "old app");
    assert.deepEqual(fake.asked.at(-1)?.query, { name: "old app" });
    await engine.remove("a/b");
    assert.equal(fake.asked.at(-1)?.what, "DELETE /containers/a%2Fb");
    // Its volumes without a name may hold secrets.
    assert.deepEqual(fake.asked.at(-1)?.query, { force: "true", v: "true" });
    await engine.remove("app", { force: false });
    assert.deepEqual(fake.asked.at(-1)?.query, { force: "false", v: "true" });
  });

  it("runs a process with input, user and variables", async () => {
    fake.process = (_, stdin) => ({ stdout: `${stdin}!`, stderr: "well", code: 3 });
    const options = { stdin: "hello", user: "0", environment: { A: "b c" } };
    const { code, stdout, stderr } = await engine.exec("app", ["sh", "-c", "x y"], options);
    assert.deepEqual([code, stdout.toString(), stderr], [3, "hello!", "well"]);
    assert.deepEqual(fake.execs, [
      {
        ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true },
        ...{ Cmd: ["sh", "-c", "x y"], User: "0", Env: ["A=b c"] },
      },
    ]);
  });

  it("says of a process that ended with its container that its exit code is not known", async () => {
    fake.process = () => ({ code: null, cut: true });
    assert.equal((await engine.exec("app", ["true"])).code, null);
  });

  it("an engine that takes questions and is silent is not waited for without end", async () => {
    const real = setTimeout;
    const limit = mock.method(global, "setTimeout", (act: () => void, ms: number) =>
      ms === 30_000 ? setImmediate(act) : real(act, ms),
    );
    fake.answers["GET /_ping"] = () => new Promise(() => undefined) as never;
    const failed = await engine.container("app").catch((error: unknown) => error);
    limit.mock.restore();
    assert.ok(failed instanceof EngineFailed);
    assert.match(failed.message, /does not answer: nothing within 30 s$/);
  });

  it("no longer waits for a process after a time", async () => {
    fake.process = () => new Promise(() => undefined);
    await assert.rejects(engine.exec("app", ["sleep"], { signal: AbortSignal.timeout(20) }), {
      name: "TimeoutError",
    });
  });

  it("knows images by their names, makes them of files, and takes names from them", async () => {
    fake.answers["GET /images/shop%2Fapp%3A1/json"] = {
      body: { Id: "sha256:2", RepoTags: null, Config: { Env: ["A=b"] } },
    };
    assert.deepEqual(await engine.image("shop/app:1"), {
      ...{ id: "sha256:2", names: [], labels: {}, environment: ["A=b"] },
    });
    fake.answers["POST /images/create"] = { body: Buffer.from('{"status":"sha256:3"}\r\n') };
    await engine.importImage("shop/empty:1", Buffer.from("tar"));
    assert.deepEqual(fake.asked.at(-1)?.query, { fromSrc: "-", repo: "shop/empty:1" });
    assert.equal(String(fake.asked.at(-1)?.body), "tar");
    // It is known only while it works that it fails.
    fake.answers["POST /images/create"] = { body: Buffer.from('{"status":"x"}\n{"error":"no room"}\n') };
    await assert.rejects(engine.importImage("shop/empty:1", Buffer.from("tar")), { message: "no room" });
    await engine.removeImage("gone");
    fake.answers["DELETE /images/used"] = { status: 409, body: { message: "it is used" } };
    await assert.rejects(engine.removeImage("used"), { message: "it is used" });
  });

  it("makes volumes", async () => {
    await engine.createVolume("data", { a: "b" });
    assert.deepEqual(JSON.parse(String(fake.asked.at(-1)?.body)), { Name: "data", Labels: { a: "b" } });
  });

  it("puts archives into containers that are written meanwhile; one that breaks off is its own reason", async () => {
    fake.answers["PUT /containers/app/archive"] = {};
    await engine.putFiles("app", "/", Readable.from([Buffer.from("one "), Buffer.from("two")]));
    assert.equal(String(fake.asked.at(-1)?.body), "one two");
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from("one");
        throw new Error("no such file");
      })(),
    );
    await assert.rejects(engine.putFiles("app", "/", broken), { message: "no such file" });
  });

  it("what it refuses is a value where that is asked for; a mistake of ours is not", async () => {
    const refused = () => Promise.reject(new EngineFailed(409, "it restarts"));
    assert.equal(await ifAnswered(refused(), ({ status }) => status), 409);
    const { code, both } = await outcomeOf(refused());
    assert.deepEqual([code, both], [null, "it restarts"]);
    await assert.rejects(outcomeOf(Promise.reject(new TypeError("ours"))), TypeError);
  });

  it("reads the log of a container", async () => {
    fake.answers["GET /containers/app/logs"] = {
      body: Buffer.concat([piece("stdout", "a\n"), piece("stderr", "b\n")]),
    };
    assert.equal(await engine.logs("app", { tail: 200 }), "a\nb\n");
    assert.equal(fake.asked.at(-1)?.query["tail"], "200");
  });
});
