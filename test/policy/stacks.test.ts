import assert from "node:assert/strict";
import { root, runProgram, stackFile } from "../support/program";
import { found, graphOf } from "./graph";

/** The rules over what each stack registers: what `pulumi preview --policy-pack ./policy` would say, without an engine. */
describe("policy: the stacks of the reference system", () => {
  /** What a stack asked for and a reviewer should know of. */
  const advisories: Record<string, string[]> = {
    dev: [
      "database-protected: database-backups may be deleted",
      "database-protected: database-data may be deleted",
    ],
    preprod: [],
    prod: [],
  };

  for (const [stack, expected] of Object.entries(advisories))
    it(`${stack} violates none`, async () => {
      const { resources } = await runProgram(root, stack, stackFile(root, stack));
      const graph = graphOf(resources);
      assert.deepEqual(found(graph, "mandatory"), []);
      assert.deepEqual(found(graph, "advisory"), expected);
      assert.equal(graph.filter(({ type }) => type === "docker:index/container:Container").length, 8);
    });

  it("a stack that asks for a local database port gets a warning, and nothing else", async () => {
    const config = stackFile(root, "prod");
    const { resources } = await runProgram(root, "prod", {
      ...config,
      "proxy-system:database": JSON.stringify({ memory: 2048, localPort: 5432 }),
    });
    assert.deepEqual(found(graphOf(resources), "mandatory"), []);
    assert.deepEqual(found(graphOf(resources), "advisory"), [
      "database-port-local: database publishes 127.0.0.1:5432->5432",
    ]);
  });
});
