import assert from "node:assert/strict";
import { run } from "../../operations/kernel/run";
import { freePort, referenceSettings, TestProject } from "../support/project";

/** The Redis of the reference system: asked by a request, and gone or silent while the site answers. The tests follow one another. */
describe("docker: the reference system's cache", function () {
  this.timeout(300_000);
  let project: TestProject;
  let url: string;

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    project = await TestProject.create(referenceSettings(port));
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
  });
  after(() => project?.remove());

  const server = async () =>
    (await project.onEngine("container")).find((name) => name.includes("-cache-server-")) ?? "";
  /** What its operator hears from Redis. */
  const redis = async (...words: string[]) => {
    const ask = `REDISCLI_AUTH=$(sed -n 's/^requirepass //p' /run/redis/redis.conf) exec redis-cli "$@"`;
    return (await run("docker", ["exec", await server(), "sh", "-c", ask, "sh", ...words])).stdout;
  };
  const summary = async () => {
    const begun = Date.now();
    const answer = await fetch(`${url}/api/v1/office/summary`);
    const counts = (await answer.json()) as Record<string, number>;
    assert.equal(answer.status, 200, JSON.stringify(counts));
    return { counts, origin: answer.headers.get("x-cache"), took: Date.now() - begun };
  };
  /** What the site answers meanwhile, and that no answer of it waits for Redis again and again. */
  const answersWithout = async () => {
    const begun = Date.now();
    for (let at = 0; at < 20; at++) {
      const { counts, origin } = await summary();
      assert.equal(origin, "off");
      assert.equal(counts["qingjia_shenqing"], 0);
    }
    // Each of the two workers waits half a second at most in five.
    assert.ok(Date.now() - begun < 5000, `20 answers took ${Date.now() - begun} ms`);
    for (const path of ["/", "/mobile/", "/health", "/api/v1/payment-configs/"])
      assert.equal((await fetch(url + path)).status, 200, path);
  };
  const isBack = async () => {
    for (const end = Date.now() + 30_000; Date.now() < end;) {
      if ((await summary()).origin === "hit") return;
      await new Promise((done) => setTimeout(done, 300));
    }
    assert.fail("its answers do not come from Redis again");
  };

  it("is what a request is answered from, for seconds", async () => {
    await redis("FLUSHALL");
    assert.equal((await summary()).origin, "miss");
    const { counts, origin } = await summary();
    assert.equal(origin, "hit");
    assert.equal(counts["qingjia_shenqing"], 0);
    const key = await redis("KEYS", "*");
    assert.equal(key, "1.0.0:office-summary");
    assert.ok(Number(await redis("TTL", key)) <= 10);
    await redis("SET", key, JSON.stringify({ ...counts, qingjia_shenqing: 4711 }), "EX", "10");
    assert.equal((await summary()).counts["qingjia_shenqing"], 4711);
  });

  it("what is in it and is no such answer is read from the database, and replaced", async () => {
    await redis("SET", "1.0.0:office-summary", "no answer", "EX", "10");
    const { counts, origin } = await summary();
    assert.deepEqual([counts["qingjia_shenqing"], origin], [0, "miss"]);
    assert.equal((await summary()).origin, "hit");
  });

  it("is reached by the backend, and by no one else", async () => {
    const reaches = async (service: string) => {
      const names = await project.onEngine("container");
      const name = names.find((each) => each.includes(`-${service}-`)) ?? "";
      return (await run("docker", ["exec", name, "getent", "hosts", "cache"], { reject: false })).exitCode;
    };
    assert.equal(await reaches("backend"), 0);
    for (const service of ["web", "mobile", "nginx-server"]) assert.equal(await reaches(service), 2, service);
  });

  it("stopped: the site answers from the database, and from Redis once it is started again", async () => {
    const name = await server();
    await run("docker", ["stop", name]);
    await answersWithout();
    await run("docker", ["start", name]);
    await isBack();
  });

  it("silent: no answer waits for it", async () => {
    const name = await server();
    await run("docker", ["pause", name]);
    await answersWithout();
    await run("docker", ["unpause", name]);
    await isBack();
  });

  it("replaced by a release, it is found again by a backend that stays", async () => {
    const backend = async () => (await project.onEngine("container")).find((each) => /-backend-/.test(each));
    const [old, before] = [await server(), await backend()];
    project.settings["cache"] = { memory: 48 };
    project.writeStackFile();
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    assert.notEqual(await server(), old);
    assert.equal(await backend(), before);
    await isBack();
  });

  it("its outages are in the backend's log, once each, and nothing secret with them", async () => {
    const backend = (await project.onEngine("container")).find((each) => /-backend-/.test(each)) ?? "";
    const { stdout, stderr } = await run("docker", ["logs", backend]);
    const said = (stdout + stderr).split("\n").filter((line) => line.includes("app.cache"));
    assert.ok(said.length > 0 && said.length < 20, said.join("\n"));
    assert.match(said.join("\n"), /Redis: .*the database answers.*\n[^]*Redis answers again/);
    assert.doesNotMatch(stdout + stderr, /redis:\/\//);
  });
});
