import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../../support/program";

interface Row {
  requirement: string;
  shownBy: string;
  tests: { file: string; title: string }[];
  notYet: boolean;
}
const { rows, isNamed, unshown } = require("../../support/systems-table.cjs") as {
  rows: (text?: string) => Row[];
  isNamed: (title: string, named: string) => boolean;
  unshown: (passed: { title: string; file: string }[]) => string[];
};

/** Titles of the tests of a file; of one that is only known when it runs, the longest part that is. */
function titles(file: string): string[] {
  const found = [...readFileSync(file, "utf8").matchAll(/\bit\(\s*(["`'])((?:\\.|(?!\1)[^\\])*)\1/g)];
  return found.map(([, , title = ""]) => {
    const parts = title.replaceAll("\\", "").split(/\$\{[^}]*\}/);
    return parts.sort((a, b) => b.length - a.length)[0]?.replace(/^: /, "") ?? "";
  });
}

/** docs/systems.md must be true: a reader takes it for a promise. */
describe("docs: the table of requirements", () => {
  const files = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".test.ts"),
  );

  const support = readdirSync(join(root, "test", "support"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join("support", name));

  it("names for each requirement a test, or says that it is not there yet", () => {
    assert.ok(rows().length > 60);
    const empty = rows().filter(({ tests, notYet }) => tests.length === 0 && !notYet);
    assert.deepEqual(
      empty.map(({ requirement }) => requirement),
      [],
    );
  });

  it("names only tests that are there", () => {
    const missing = rows()
      .flatMap(({ tests }) => tests)
      .filter(({ file, title }) => {
        const named = files.filter((name) => basename(name) === `${file}.test.ts`);
        // Both engines share their cases.
        const shared = named.length > 0 ? support : [];
        return ![...named, ...shared].some((name) =>
          titles(join(root, "test", name)).some(
            (each) => isNamed(each, title) || title.includes(each.trim()),
          ),
        );
      });
    assert.deepEqual(missing, []);
  });

  it("is held against what ran: a test that did not pass is reported", () => {
    const all = rows().flatMap(({ tests }) => tests);
    const passed = all.map(({ file, title }) => ({
      file: `/test/${file}.test.ts`,
      title: `pg: ${title} now`,
    }));
    assert.deepEqual(unshown(passed), []);
    const [first] = all;
    assert.deepEqual(
      [...new Set(unshown(passed.filter(({ title }) => !title.includes(first?.title ?? ""))))],
      [`${first?.file} › ${first?.title}`],
    );
  });
});
