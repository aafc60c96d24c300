import assert from "node:assert/strict";
import { contract } from "../../../components/engine/contract";
import { componentsIn, newerThanThis, stateOf } from "../../../operations/kernel/state-read";
import { outputs, type Kind } from "../../../operations/kernel/state-schema";
import { root, runProgram, stackFile } from "../../support/program";

const component = (kind: string, name: string, said?: object) => ({
  urn: `urn:pulumi:prod::shop::web-systems:index:${kind}::${name}`,
  type: `web-systems:index:${kind}`,
  ...(said && { outputs: said }),
});
const state = (...resources: object[]) =>
  JSON.stringify({ version: 3, deployment: { manifest: {}, resources } });
const host = (said: object = { contract }) => component("Host", "host", said);
const job = {
  ...{ product: "PostgreSQL", container: "c", database: "shop", owner: "o", client: "psql", admin: "psql" },
  ...{ folder: "migrations", files: [{ name: "001.sql", sha256: "0" }], lockWait: 60 },
};
const environment = { DOCKER_HOST: "unix:///var/run/docker.sock" };

describe("what commands read from a state", () => {
  it("the present one: what components registered, and what is new in it stays", () => {
    const text = state(
      host(),
      component("Migration", "m", { job: { ...job, later: 1 }, environment, new: 2 }),
    );
    assert.equal(stateOf(text).contract, contract);
    assert.deepEqual(componentsIn(stateOf(text), "Migration"), [
      { name: "m", job: { ...job, later: 1 }, environment },
    ]);
    assert.deepEqual(componentsIn(stateOf(text), "Verification"), []);
  });

  it("the same as a file backend keeps it, with what an update had begun", () => {
    const pending = { type: "creating", resource: component("Seed", "s") };
    const latest = {
      resources: [host(), component("Migration", "m", { job })],
      pending_operations: [pending],
    };
    const text = JSON.stringify({ version: 3, checkpoint: { stack: "prod", latest } });
    assert.deepEqual(componentsIn(stateOf(text), "Migration"), [{ name: "m", job }]);
    assert.deepEqual(stateOf(text).pending, [pending]);
  });

  it("one of an update that was cut off: what it did not come to is missing", () => {
    const text = state(host(), component("Migration", "m"), component("Verification", "v", { plan: null }));
    assert.deepEqual(componentsIn(stateOf(text), "Migration"), [{ name: "m" }]);
    assert.deepEqual(componentsIn(stateOf(text), "Verification"), [{ name: "v" }]);
  });

  it("an older one, without a version: what has another form counts as missing", () => {
    const old = { container: "c", files: "001.sql 002.sql" };
    const text = state(host({ prefix: "shop-prod" }), component("Migration", "m", { job: old, environment }));
    assert.equal(stateOf(text).contract, 0);
    assert.equal(newerThanThis(stateOf(text)), undefined);
    assert.deepEqual(componentsIn(stateOf(text), "Migration"), [{ name: "m", environment }]);
  });

  it("a newer one is refused, whatever is asked of it: what, where, expected, and the fix", () => {
    const text = state(
      host({ contract: contract + 1 }),
      component("Migration", "m", { job: "another form" }),
    );
    for (const kind of Object.keys(outputs) as Kind[])
      assert.throws(() => componentsIn(stateOf(text), kind), {
        name: "UserError",
        message: [
          `state of stack prod of shop: a newer version of pulumi-web-systems wrote it, in format ${contract + 1}; this one reads up to format ${contract}; nothing was changed`,
          "  fix: install that version of the package or a newer one: npm install ./pulumi-web-systems-VERSION.tgz",
          "  fix: in a clone: git pull, then npm install",
        ].join("\n"),
      });
    assert.match(newerThanThis(stateOf(text))?.what ?? "", /newer version/);
  });

  it("of several hosts the newest counts", () => {
    assert.equal(stateOf(state(host(), host({ contract: 7 }), host({}))).contract, 7);
  });

  const damaged: [string, string, RegExp][] = [
    [
      "that was cut off",
      state(host()).slice(0, -9),
      /^state of the stack: not as expected: .*\n {2}fix: npm run doctor, /,
    ],
    ["that is empty", "", /^state of the stack: not as expected/],
    ["with neither", "{}", /^state of the stack: not as expected/],
    ["of another program", '{"deployment":{"resources":"none"}}', /^state of the stack: not as expected/],
    [
      "whose version is none",
      state(host({ contract: "one" })),
      /^host\.contract in the state of the stack: /,
    ],
    [
      "with a value of another kind",
      state(host(), component("Migration", "m", { job: { ...job, lockWait: "hidden" } })),
      /^m\.job in the state of the stack: not as expected: .*\n {2}lockWait: Invalid input: expected number, received string\n/,
    ],
    [
      "with a database product that there is not",
      state(host(), component("Migration", "m", { job: { ...job, product: "hidden" } })),
      /^m\.job in the state of the stack: .*\n {2}product: /,
    ],
  ];
  for (const [what, text, expected] of damaged)
    it(`one ${what} is refused by the place, without its values`, () =>
      assert.throws(
        () => componentsIn(stateOf(text), "Migration"),
        ({ name, message }: Error) =>
          name === "UserError" && expected.test(message) && !message.includes("hidden"),
      ));

  it("one of a stack that was never updated has nothing", () => {
    for (const text of [
      '{"version":3,"deployment":{}}',
      '{"deployment":null}',
      '{"checkpoint":{}}',
      '{"checkpoint":{"latest":{"manifest":{},"resources":null}}}',
    ])
      assert.deepEqual(stateOf(text), { contract: 0, resources: [], pending: [] });
  });

  it("is what the components of a system really register", async () => {
    const { components } = await runProgram(root, "prod", stackFile(root, "prod"));
    const resources = components.map(({ urn, outputs: said }) => ({
      urn,
      type: (urn.split("::")[2] ?? "").split("$").at(-1) ?? "",
      outputs: said,
    }));
    const text = state(...resources);
    assert.equal(stateOf(text).contract, contract);
    const read = (kind: Kind) => componentsIn(stateOf(text), kind).map((each) => Object.keys(each).sort());
    assert.deepEqual(read("Host"), [["contract", "name"]]);
    assert.deepEqual(read("Migration"), [["environment", "job", "name"]]);
    assert.deepEqual(read("Verification"), [["environment", "name", "plan"]]);
    assert.deepEqual(read("Administrator"), [["environment", "job", "name"]]);
    assert.deepEqual(read("Postgres"), [["app", "name", "owner"]]);
  });
});
