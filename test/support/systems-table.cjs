// What docs/systems.md claims: for each line of requirements the tests that show it, as `file › beginning of its title`.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

/** The file, as text. */
const path = join(__dirname, "..", "..", "docs", "systems.md");

/** Each row of its tables: the requirement, the tests that show it, and whether it says "not yet". */
function rows(text = readFileSync(path, "utf8")) {
  return text
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\| *(-|requirement)/i.test(line))
    .map((line) => {
      const [, requirement = "", shownBy = ""] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      const tests = [...shownBy.matchAll(/`([^`›]+) › ([^`]+)`/g)].map(([, file, title]) => ({
        file: file.trim(),
        title: title.trim(),
      }));
      return { requirement, shownBy, tests, notYet: /not yet/.test(shownBy) };
    });
}

/** Whether the title of a test is the one that a row names. What a loop puts before it, as `pg: `, does not count. */
const isNamed = (title, named) => title.startsWith(named) || title.replace(/^[^:]+: /, "").startsWith(named);

/**
 * What the table names and did not pass.
 *
 * @param passed title and file of every test that passed
 */
function unshown(passed) {
  return rows()
    .flatMap(({ tests }) => tests)
    .filter(
      ({ file, title }) =>
        !passed.some((test) => test.file.endsWith(`/${file}.test.ts`) && isNamed(test.title, title)),
    )
    .map(({ file, title }) => `${file} › ${title}`);
}

module.exports = { rows, isNamed, unshown };
