import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { checks } from "../../../operations/doctor/doctor";
import { root } from "../../support/program";

const text = (file: string) => readFileSync(join(root, file), "utf8");
const documents = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => basename(name, ".test.ts"));

/** What documents say of tests and commands must be there. */
describe("docs: what they name", () => {
  for (const name of documents)
    it(`${name}: its tests are there`, () => {
      const named = text(`docs/${name}`).match(/test\/[\w/.-]+\.test\.ts/g) ?? [];
      assert.deepEqual(
        named.filter((file) => !existsSync(join(root, file))),
        [],
      );
    });

  it("releases.md: each step that may fail has a test that is there", () => {
    const rows = text("docs/releases.md").split("\n");
    const from = rows.findIndex((row) => /^\| step fails /.test(row)) + 2;
    const steps = rows.slice(from, rows.indexOf("", from));
    assert.ok(steps.length > 8);
    for (const row of steps) {
      const named = [...(row.split("|").at(-2) ?? "").matchAll(/`([\w-]+)`/g)].map(([, test = ""]) => test);
      assert.ok(named.length > 0, row);
      assert.deepEqual(
        named.filter((test) => !tests.includes(test)),
        [],
        row,
      );
    }
  });

  it("guards.md: every check of the doctor, and no other", () => {
    const [, table = ""] = /\n\| check +\|[^\n]*\n[^\n]*\n([^]*?)\n\n/.exec(text("docs/guards.md")) ?? [];
    const named = [...table.matchAll(/^\| `([\w-]+)`/gm)].map(([, check]) => check);
    assert.deepEqual(named.sort(), Object.keys(checks).sort());
  });
});

/** Whoever knows the address of a server must not get the site, or a page of Nginx, by any name. */
describe("docs: stack files of production", () => {
  const systems = ["", ...readdirSync(join(root, "examples")).map((name) => `examples/${name}/`)];
  for (const system of systems)
    it(`${system || "the reference system's"}: names the hosts that it answers to`, () => {
      const { config } = parse(text(`${system}Pulumi.prod.yaml`)) as { config: Record<string, unknown> };
      const [edge] = Object.entries(config).flatMap(([key, value]) => (key.endsWith(":edge") ? [value] : []));
      assert.ok(((edge as { serverNames?: string[] }).serverNames ?? []).length > 0);
    });
});
