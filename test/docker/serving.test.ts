import assert from "node:assert/strict";
import { docker } from "../support/docker";
import { theWorld } from "../../components/engine/world";
import { Recorder } from "../../components/release/recorder";
import { announce, noteServing, serving } from "../../components/release/serving";
import { randomStack } from "../support/project";

/** What an edge says of the release that serves, on containers that stand for edges. */
describe("docker: the release that serves, as the edge says it", function () {
  this.timeout(60_000);
  const stack = randomStack();
  const args = { environment: {}, system: "shop", stack };
  const name = (role: string) => `shop-${stack}-${role}`;
  const records = [
    { number: 1, result: "succeeded" },
    { number: 2, result: "failed", served: true },
    { number: 3, result: "failed" },
  ] as const;
  const says = () => serving(args, [...records]);

  const make = (role: string, ...more: string[]) =>
    docker(
      {},
      ...["run", "--detach", "--name", name(role), "--network", "none", "--user", "0", ...more],
      ...Object.entries({ system: "shop", stack, role: role.replace(/\d/, "") }).flatMap(([key, value]) => [
        "--label",
        `io.pulumi-web-systems.${key}=${value}`,
      ]),
      ...["--entrypoint", "sh", "local/postgres:17", "-c", "mkdir -p /etc/nginx/live; exec sleep 300"],
    );
  const inEdge = (command: string, edge = name("edge")) => docker({}, "exec", edge, "sh", "-c", command);
  const live = "/etc/nginx/live";

  after(async () => {
    for (const role of ["job", "edge", "edge2"])
      await docker({}, "rm", "--force", "--volumes", name(role)).catch(() => undefined);
    await docker({}, "volume", "rm", name("live"));
  });

  it("nothing serves where the stack has no container, or only a job", async () => {
    assert.deepEqual(await says(), { number: undefined });
    await make("job");
    assert.deepEqual(await says(), { number: undefined });
  });

  it("an edge without the line: the last record that is known to have served, and why", async () => {
    await make("edge", "--volume", `${name("live")}:${live}`);
    await inEdge(`echo 'site 172.17.0.2:80' >${live}/upstreams`);
    assert.deepEqual(await says(), { number: 2, guessed: "the edge does not report it" });
  });

  it("a change that needs no switch is noted, once, and the addresses stay", async () => {
    for (const number of [3, 4]) await noteServing(args, number);
    assert.deepEqual(await says(), { number: 4 });
    assert.equal(await inEdge(`cat ${live}/upstreams`), "# release 4\nsite 172.17.0.2:80");
  });

  it("a switch gets the number of its release, or that it is not known", async () => {
    await announce(args, name("edge"), `${live}/release.next`, 5);
    assert.equal(await inEdge(`cat ${live}/release.next`), "# release 5");
    await announce(args, name("edge"), `${live}/release.next`, undefined);
    assert.equal(await inEdge(`cat ${live}/release.next`), "# release unknown");
    await inEdge(`rm ${live}/release.next`);
  });

  it("a release whose record cannot be written is announced and noted as unknown", async () => {
    const args = { environment: {}, system: "shop", stack, files: ["package.json"], world: theWorld };
    const recorder = new Recorder(args, { add: () => undefined });
    recorder["store"].write = () => Promise.reject(new Error("no space left on device"));
    recorder["begin"]("urn:test");
    await recorder["announceTo"]({ CONTAINER: name("edge"), RELEASE_FILE: `${live}/release.next` });
    assert.equal(await inEdge(`cat ${live}/release.next; rm ${live}/release.next`), "# release unknown");
    await recorder.complete();
    assert.deepEqual(await says(), { number: undefined, unrecordedAfter: 2 });
    await noteServing(args, 4);
  });

  it("what could not be recorded leaves no older number as what serves", async () => {
    await noteServing(args, undefined);
    assert.equal(await inEdge(`cat ${live}/upstreams`), "# release unknown\nsite 172.17.0.2:80");
    assert.deepEqual(await says(), { number: undefined, unrecordedAfter: 2 });
    assert.deepEqual(await serving(args, []), { number: undefined, guessed: "the edge does not report it" });
    await noteServing(args, 4);
  });

  it("two containers of one edge say the same, also when one is stopped", async () => {
    await make("edge2", "--volume", `${name("live")}:${live}`);
    assert.deepEqual(await says(), { number: 4 });
    await docker({}, "stop", "--time", "0", name("edge"), name("edge2"));
    assert.deepEqual(await says(), { number: 4 });
  });

  it("two edges that say different releases: the records, and why", async () => {
    await docker({}, "rm", "--force", name("edge2"));
    await make("edge2");
    await inEdge(`echo '# release 1' >${live}/upstreams`, name("edge2"));
    assert.deepEqual(await says(), { number: 2, guessed: "its edges report different ones: 1, 4" });
  });
});
