import assert from "node:assert/strict";
import { stateProblems } from "../../../../components/preflight/preflight-state";
import type { Thing } from "../../../../components/preflight/seen";
import { problemLines } from "../../../../messages/render";
import { judgeEngine } from "../../../../operations/kernel/other-engine";

const prod1 = { id: "A:B", name: "prod1", root: "/var/lib/docker" };
const build2 = { id: "C:D", name: "build2", root: "/var/lib/docker" };
const who = { system: "shop", stack: "prod", endpoint: "unix:///var/run/docker.sock", command: "docker" };
const thing = (more: Partial<Thing> = {}): Thing => ({
  ...{
    kind: "container",
    system: "shop",
    stack: "prod",
    service: "web",
    id: "c1",
    name: "shop-prod-web",
    ports: [],
  },
  ...more,
});
const linesOf = (...args: Parameters<typeof stateProblems>) => stateProblems(...args).flatMap(problemLines);
const first = (...args: Parameters<typeof stateProblems>) => linesOf(...args)[0] ?? "";

describe("preflight: whether a state and an engine belong together", () => {
  it("lets a first update, a usual one and one on a renamed engine with the state's containers begin", () => {
    const seen = { engine: prod1, things: [thing()] };
    assert.deepEqual(stateProblems({ engine: prod1, things: [] }, { containers: [], engines: [] }, who), []);
    assert.deepEqual(stateProblems(seen, { containers: ["c1"], engines: [prod1] }, who), []);
    assert.deepEqual(stateProblems(seen, { containers: ["c1", "gone"], engines: [build2] }, who), []);
    assert.deepEqual(stateProblems(seen, { containers: ["c1"], engines: [] }, who), []);
  });

  it("lets an update begin on the state's own engine when all of its containers are gone", () => {
    assert.deepEqual(
      stateProblems({ engine: prod1, things: [] }, { containers: ["c1"], engines: [prod1] }, who),
      [],
    );
  });

  it("refuses another engine by name, also after a refresh there, until this one is said to take its place", () => {
    const seen = { engine: build2, things: [] };
    for (const containers of [["c1"], []]) {
      const lines = linesOf(seen, { containers, engines: [prod1] }, who);
      assert.match(
        lines[0] ?? "",
        /is build2 \(id C:D.*\)\. The state of stack prod belongs to another one: prod1 \(id A:B/,
      );
      assert.match(lines.at(-1) ?? "", /NEW_ENGINE=build2 pulumi up --refresh$/);
    }
    const known = { containers: ["c1"], engines: [prod1] };
    assert.match(first(seen, known, { ...who, newEngine: "prod1" }), /another one/);
    assert.deepEqual(stateProblems(seen, known, { ...who, newEngine: "build2" }), []);
  });

  it("takes an engine for the state's whose data lie elsewhere for another: two of one machine share an id", () => {
    const beside = { ...prod1, root: "/mnt/docker" };
    assert.match(
      first({ engine: beside, things: [] }, { containers: ["c1"], engines: [prod1] }, who),
      /another one/,
    );
  });

  it("refuses an engine without any container of a state that is older than identities", () => {
    assert.match(
      first({ engine: prod1, things: [] }, { containers: ["c1"], engines: [] }, who),
      /does not have the container that the state/,
    );
  });

  it("refuses containers of another state, by id, and counts no lock for one; not with NEW_ENGINE either", () => {
    const known = { containers: [], engines: [prod1] };
    const lines = linesOf({ engine: prod1, things: [thing({ id: "0123456789abcdef" })] }, known, who);
    assert.match(lines[0] ?? "", /knows none of them: shop-prod-web$/);
    assert.match(
      lines.at(-1) ?? "",
      /docker stop --time 60 0123456789ab && docker rm --volumes 0123456789ab && /,
    );
    assert.deepEqual(stateProblems({ engine: prod1, things: [thing({ service: "lock" })] }, known, who), []);
    const moved = linesOf({ engine: build2, things: [thing()] }, known, {
      ...who,
      newEngine: "build2",
    });
    assert.match(moved[0] ?? "", /knows none of them/);
  });

  it("refuses names that another system's stack has: shop-api with prod, and shop with api-prod", () => {
    const theirs = thing({
      kind: "volume",
      system: "shop-api",
      stack: "prod",
      name: "shop-api-prod-database",
    });
    const known = { containers: ["c1"], engines: [prod1] };
    const lines = linesOf({ engine: prod1, things: [thing(), theirs] }, known, {
      ...who,
      stack: "api-prod",
    });
    assert.match(
      lines[0] ?? "",
      /would use the names of stack prod of shop-api, .*: shop-api-prod-database$/,
    );
    assert.deepEqual(stateProblems({ engine: prod1, things: [thing(), theirs] }, known, who), []);
  });

  it("judges the same way for commands that refresh", () => {
    assert.match(
      judgeEngine(build2, ["x"], { containers: ["c1"], engines: [prod1] }) ?? "",
      /^This engine is build2/,
    );
    assert.match(
      judgeEngine(build2, ["x"], { containers: ["c1"], engines: [] }) ?? "",
      /does not have the container that the state knows/,
    );
    assert.equal(judgeEngine(build2, ["c1"], { containers: ["c1"], engines: [prod1] }), undefined);
    assert.equal(judgeEngine(prod1, [], { containers: ["c1"], engines: [prod1] }), undefined);
    assert.equal(judgeEngine(prod1, [], { containers: [], engines: [] }), undefined);
  });
});
