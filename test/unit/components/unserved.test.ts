import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  firstLines,
  servedByEdge,
  type ServiceContainer,
} from "../../../components/service/service-containers";
import { judgeCutOff, judgeFailed } from "../../../components/service/unserved";

const container = (name: string, more: Partial<ServiceContainer> = {}): ServiceContainer => ({
  ...{
    id: `id of ${name}`,
    name,
    running: true,
    created: Number(name.slice(-1)),
    instead: false,
    setAside: false,
  },
  ...more,
});
const [oldSite, newSite] = [container("shop-prod-site-0000001"), container("shop-prod-site-0000002")];
const [oldWorker, newWorker] = [container("shop-prod-worker-0000001"), container("shop-prod-worker-0000002")];
const second = container("shop-prod-worker-2-0000002");
const [started, others] = [
  [newSite, newWorker],
  [oldSite, oldWorker],
];
const upstreams = (...sites: ServiceContainer[]) => sites.map(({ name }) => `site ${name}:8000`).join("\n");

describe("service: what a release that failed leaves at work", () => {
  it("before the switch: the old ones, and nothing that it started", () =>
    assert.deepEqual(judgeFailed(started, others, upstreams(oldSite)), {
      stop: started,
      kept: [],
      switched: false,
    }));

  it("while candidates are verified, the edge's file names both, and the first serves: not switched", () =>
    assert.deepEqual(judgeFailed(started, others, firstLines(upstreams(oldSite, newSite))).stop, started));

  it("never what the edge names, and no successor of it", () =>
    assert.deepEqual(judgeFailed([newSite, newWorker], [oldSite], upstreams(oldSite, newSite)).stop, [
      newWorker,
    ]));

  it("after the switch: the new ones, and no old worker; an old site finishes its requests", () =>
    assert.deepEqual(judgeFailed(started, others, upstreams(newSite)), {
      stop: [oldWorker],
      kept: [],
      switched: true,
    }));

  it("a worker without an edge is not switched to", () =>
    assert.deepEqual(judgeFailed([newWorker], [oldWorker], "").stop, [newWorker]));

  it("one that came instead of the old one stays: nothing else does its work", () => {
    const redis = container("shop-prod-redis-0000002", { instead: true });
    const { stop, kept } = judgeFailed([redis, newWorker], [oldWorker], "");
    assert.deepEqual([stop, kept], [[newWorker], [redis]]);
  });

  it("one more replica is no successor of the first, which goes on after the switch", () => {
    assert.deepEqual(judgeFailed([second], [oldWorker], "").stop, [second]);
    assert.deepEqual(judgeFailed([newSite, second], [oldSite, oldWorker], upstreams(newSite)).stop, []);
  });
});

describe("service: what an update that was cut off leaves at work", () => {
  const all = [...others, ...started];

  it("is what has an older one beside it", () =>
    assert.deepEqual(judgeCutOff(all, () => upstreams(oldSite)).stop, started));

  it("is nothing when each is alone, and then the edge is not asked", () => {
    const asked = () => assert.fail("the edge was asked");
    assert.deepEqual(judgeCutOff(others, asked).stop, []);
    const ended = others.map((each) => ({ ...each, running: false }));
    assert.deepEqual(judgeCutOff([...ended, ...started], asked).stop, []);
  });

  it("after the switch, is the old worker", () =>
    assert.deepEqual(judgeCutOff(all, () => upstreams(newSite)).stop, [oldWorker]));

  it("after the switch and another update that was cut off, is not what serves", () => {
    const [third, worker] = [container("shop-prod-site-0000003"), container("shop-prod-worker-0000003")];
    const { stop } = judgeCutOff([...all, third, worker], () => upstreams(newSite));
    assert.deepEqual(stop, [newWorker, third, worker]);
  });
});

describe("service: what the edge's file names", () => {
  it("is the first line of each service, behind the head of an archive", () =>
    assert.equal(
      firstLines("upstreams\0site\0\0# release 4\nsite old:1 old:2\napi a:1\n# release 5\nsite new:1\n\0\0"),
      "# release 4\nsite old:1 old:2\napi a:1",
    ));

  it("is nothing where there is no file, and not known where the engine cannot tell", () => {
    const folder = mkdtempSync(join(tmpdir(), "docker-"));
    const engine = `#!/bin/sh\n[ "$1" = ps ] && echo edge || { echo "$SAYS" >&2; exit 1; }\n`;
    writeFileSync(join(folder, "docker"), engine, { mode: 0o755 });
    const asked = (SAYS: string) =>
      servedByEdge({
        environment: { PATH: `${folder}:${process.env["PATH"]}`, SAYS },
        system: "shop",
        stack: "prod",
      });
    try {
      const missing = "Could not find the file /etc/nginx/live/upstreams in container edge";
      assert.equal(asked(`Error response from daemon: ${missing}`), "");
      assert.throws(() => asked("Cannot connect to the Docker daemon"), /docker cp: Cannot connect/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
