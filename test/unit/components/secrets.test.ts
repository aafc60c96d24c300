import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  assigned,
  assignments,
  fingerprints,
  shownInPreview,
  type Secrets,
} from "../../../components/workload/secrets";

const plain = <T>(output: pulumi.Output<T>) => new Promise<T>((done) => output.apply(done));
const printsOf = async (secrets: Secrets, key: string) => plain(pulumi.all(fingerprints(secrets, key)));

describe("components: secret settings", () => {
  const secrets = { A: "first value", B: pulumi.secret("second value") };

  it("have one fingerprint each, which changes with its own value only", async () => {
    const before = await printsOf(secrets, "key");
    const after = await printsOf({ ...secrets, B: "third value" }, "key");
    assert.equal(after["A"], before["A"]);
    assert.notEqual(after["B"], before["B"]);
  });

  it("cannot be guessed from a fingerprint without its key", async () => {
    const [one, other] = [await printsOf(secrets, "key"), await printsOf(secrets, "another key")];
    assert.notEqual(one["A"], other["A"]);
    assert.notEqual(
      (await printsOf({ A: "same", B: "same" }, "key"))["A"],
      (await printsOf({ A: "same", B: "same" }, "key"))["B"],
    );
  });

  it("are found again in the file that they are in, whatever characters they have", () => {
    const values = { A: "a b", B: "it's", C: "two\nlines='x'", D: "", E: "''\\'" };
    assert.deepEqual(assigned(`settings\0\0${assignments(values)}\0\0`), Object.values(values));
  });

  it("are shown in a preview by name: fingerprints are no secrets", async () => {
    const variables = shownInPreview(fingerprints(secrets, pulumi.secret("key")));
    assert.deepEqual(Object.keys(variables), ["FINGERPRINT_OF_A", "FINGERPRINT_OF_B"]);
    for (const print of Object.values(variables)) {
      assert.equal(await pulumi.isSecret(print), false);
      assert.match(await plain(print), /^[0-9a-f]{16}$/);
    }
  });
});
