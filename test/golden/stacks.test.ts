import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, runProgram, stackFile, type Registered } from "../support/program";

/**
 * The resources of each stack, as reviewed JSON. A change of the program shows here as a diff that a reviewer reads; accept it
 * with `UPDATE_GOLDEN=1 npm run check`.
 */
describe("golden: the resources of each stack", () => {
  for (const stack of ["dev", "preprod", "prod"])
    it(`${stack} is what was reviewed`, async () => {
      const { resources } = await runProgram(root, stack, stackFile(root, stack));
      const golden = join(__dirname, `${stack}.json`);
      const found = `${JSON.stringify(resources.map(reviewable).sort(byTypeAndName), null, 2)}\n`;
      if (process.env["UPDATE_GOLDEN"]) writeFileSync(golden, found);
      assert.equal(found, readFileSync(golden, "utf8"));
    });
});

type Reviewable = Pick<Registered, "type" | "name" | "inputs">;

/** Without what a review does not read and what changes with every edit of an application. */
function reviewable({ type, name, inputs }: Registered): Reviewable {
  const text = JSON.stringify(inputs, (key, value: unknown) => {
    if (key === "SCRIPT") return firstLine(String(value));
    if (/^FINGERPRINT_OF_\/run\/backups\/.*(sh|awk)$/.test(key)) return "…";
    if (isSecret(value)) return "[secret]";
    if (key === "stdin" && (name === "migration" || name === "permissions")) return "…";
    return value;
  });
  const inputsShown = text
    .replace(/(proxy-system\/\w+:[\w.]+)-[0-9a-f]{12}/g, "$1-<hash of the source>")
    .replace(/("source":")[0-9a-f]{64}/g, "$1<hash of the source>");
  return { type, name, inputs: JSON.parse(inputsShown) as Record<string, unknown> };
}

/** Pulumi's mark of a secret on the wire. */
function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
}

function firstLine(script: string): string {
  return script.split("\n")[0] ?? "";
}

function byTypeAndName(a: Reviewable, b: Reviewable): number {
  return `${a.type} ${a.name}`.localeCompare(`${b.type} ${b.name}`);
}
