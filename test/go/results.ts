import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A test of a Go source. */
export interface GoTest {
  /** Folder of its package, below the module's. */
  folder: string;
  name: string;
}

/** A line of `go test -json`. */
interface Event {
  Action: string;
  Package?: string;
  Test?: string;
  Output?: string;
}

/** All tests that the sources of a module have, without running Go: one that does not run is missed then. */
export function testsIn(module: string): GoTest[] {
  const files = readdirSync(module, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith("_test.go"),
  );
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(module, file), "utf8");
    return [...text.matchAll(/^func (Test\w+)\(/gm)].map(([, name = ""]) => ({
      folder: dirname(file),
      name,
    }));
  });
}

/**
 * What became of each test.
 *
 * @param lines what `go test -json` printed
 * @returns says of a test why it did not pass, with what it printed; undefined when it did
 */
export function failuresIn(lines: string[], stderr: string): (test: GoTest) => string | undefined {
  const events = lines.flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Event] : []));
  const said = (chosen: (event: Event) => boolean) =>
    events.flatMap((event) => (chosen(event) && event.Output !== undefined ? [event.Output] : [])).join("");
  return ({ folder, name }) => {
    const inPackage = (event: Event) => event.Package?.endsWith(`/${folder}`) ?? false;
    const isOf = (event: Event) =>
      inPackage(event) && (event.Test === name || event.Test?.startsWith(`${name}/`) === true);
    const end = events.find(
      (event) => inPackage(event) && event.Test === name && ["pass", "fail", "skip"].includes(event.Action),
    );
    if (end?.Action === "pass") return undefined;
    if (end) return `${end.Action === "skip" ? "it was skipped" : "it failed"}:\n${said(isOf)}`;
    // A package that does not compile has no tests; Go says why of the build.
    const why = `${said((event) => inPackage(event) || event.Action === "build-output")}${stderr}`;
    return `it did not run:\n${why.slice(-2_000)}`;
  };
}
