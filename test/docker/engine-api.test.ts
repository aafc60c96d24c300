import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Engine, EngineFailed } from "../../components/engine/engine";
import { theWorld } from "../../components/engine/world";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";

/** The same answers as a test's engine gives in test/unit: what the API is documented to say is what it says. */
describe("docker: the engine's API", function () {
  this.timeout(60_000);
  const engine = Engine.of(theWorld);
  const name = `pws-test-api-${randomBytes(4).toString("hex")}`;
  let id: string;

  before(async () => {
    const image = await engine.image("local/python:3.13-slim");
    const sleep = ["sh", "-c", "echo out; echo err >&2; exec sleep 60"];
    id = await engine.create(name, { Image: image?.id ?? "", Entrypoint: sleep, Labels: { test: name } });
    await engine.start(id);
    await engine.start(id);
  });
  after(async () => {
    await engine.remove(id);
    engine.close();
  });

  it("tells which engine it is", async () => {
    const { ID } = await engine.info();
    assert.equal((await run("docker", ["info", "--format", "{{.ID}}"])).stdout, ID);
  });

  it("has a container by its name, and by its labels", async () => {
    const found = await engine.container(name);
    assert.deepEqual([found?.id, found?.name, found?.status], [id, name, "running"]);
    assert.deepEqual(
      (await engine.containers([`test=${name}`])).map((each) => each.name),
      [name],
    );
  });

  it("has no container, image or volume of another name", async () => {
    assert.equal(await engine.container("pws-no-such-thing"), undefined);
    assert.equal(await engine.image("local/no-such-thing:1"), undefined);
    assert.equal(await engine.volume("pws-no-such-thing"), undefined);
    assert.equal(await engine.getFiles(name, "/no/such"), undefined);
  });

  it("runs processes in it", async () => {
    const text = 'cat; echo "$A" >&2; id -u; exit 3';
    const options = { stdin: "密\n", user: "1", environment: { A: "b  c" } };
    const { code, stdout, stderr } = await engine.exec(name, ["sh", "-c", text], options);
    assert.deepEqual([code, stdout.toString(), stderr], [3, "密\n1\n", "b  c\n"]);
    const missing = await engine.exec(name, ["no-such-program"]);
    assert.ok(missing.code === 126 || missing.code === 127);
    assert.match(missing.both, /no-such-program/);
    const large = await engine.exec(name, ["wc", "-c"], { stdin: Buffer.alloc(5_000_000) });
    assert.equal(large.stdout.toString().trim(), "5000000");
  });

  it("ends the input of a process when the program that speaks with it is killed", async () => {
    const text = "echo begun; cat >/tmp/input; echo over >/tmp/ended";
    const script = `const { Engine } = require("./components/engine/engine");
      const { theWorld } = require("./components/engine/world");
      const listener = (_, chunk) => process.stdout.write(chunk);
      Engine.of(theWorld).open("${name}", ["sh", "-c", ${JSON.stringify(text)}], { listener }).stdin.write("sent");`;
    const program = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], { cwd: root });
    await once(program.stdout, "data");
    program.kill("SIGKILL");
    const look = [
      "sh",
      "-c",
      "for i in $(seq 50); do [ -s /tmp/ended ] && break; sleep 0.1; done; cat /tmp/ended /tmp/input",
    ];
    assert.equal((await engine.exec(name, look)).both, "over\nsent");
  });

  it("takes files and gives them back", async () => {
    const { stdout } = await engine.exec(name, ["sh", "-c", "cd /tmp && echo x >file && tar -c file"]);
    await engine.putFiles(name, "/var", stdout);
    assert.equal((await engine.exec(name, ["cat", "/var/file"])).stdout.toString(), "x\n");
    const archive = await engine.getFiles(name, "/var/file");
    assert.ok(archive);
    const options = { stdin: archive };
    assert.equal((await engine.exec(name, ["tar", "-xO"], options)).stdout.toString(), "x\n");
  });

  it("has its log", async () =>
    assert.deepEqual((await engine.logs(name)).split("\n").sort(), ["", "err", "out"]));

  it("runs a container to its end, with all that it wrote, and removes it", async () => {
    const image = (await engine.image("local/python:3.13-slim"))?.id ?? "";
    const once = { Image: image, Entrypoint: ["sh", "-c"], Labels: { once: name } };
    const { code, both } = await engine.run({ ...once, Cmd: ["seq 2000; echo end >&2; exit 4"] });
    assert.equal(code, 4);
    assert.equal(both.split("\n").length, 2002);
    assert.match(both, /^2000\n/m);
    // Of two streams only the order within each is sure.
    assert.match(both, /^end$/m);
    await assert.rejects(engine.run({ ...once, Entrypoint: ["no-such"] }), /no-such/);
    assert.deepEqual(await engine.containers([`once=${name}`]), []);
  });

  it("stops it, and says that nothing runs in it then", async () => {
    await engine.setRestartPolicy(name, "always");
    assert.equal((await engine.container(name))?.restartPolicy, "always");
    await engine.setRestartPolicy(name, "no");
    let running: Promise<{ code: number | null }> | undefined;
    await new Promise<void>((begun) => {
      running = engine.exec(name, ["sh", "-c", "echo begun; sleep 60"], { listener: () => begun() });
    });
    await engine.stop(name, 0);
    assert.equal(await engine.ended(name), 137);
    assert.equal((await running)?.code, 137);
    const refused = await engine.exec(name, ["true"]).catch((error: unknown) => error);
    assert.ok(refused instanceof EngineFailed && refused.status === 409);
    await engine.rename(name, `${name}-old`);
    assert.equal(await engine.container(name), undefined);
  });
});
