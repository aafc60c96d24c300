import assert from "node:assert/strict";
import { exportsOf } from "../../../toolchain/env";
import { run } from "../../../operations/kernel/run";

describe("environment of the CLI", () => {
  afterEach(() => delete process.env["PULUMI_CONFIG_PASSPHRASE"]);

  it("leaves the shell its own PATH, without npm's folders, and takes away a passphrase that would win over the file", async () => {
    const npm = "/checkout/node_modules/.bin:/usr/lib/node-gyp-bin:/usr/bin:/bin";
    const file = "/data/it's/passphrase";
    const lines = exportsOf({ PATH: `/cache/bin:${npm}`, PULUMI_CONFIG_PASSPHRASE_FILE: file }, npm);
    const shell = `eval "$LINES"; printf '%s\\n' "$PATH" "$PULUMI_CONFIG_PASSPHRASE_FILE" "\${PULUMI_CONFIG_PASSPHRASE-none}"`;
    const env = { PATH: "/usr/bin:/bin", LINES: lines.join("\n"), PULUMI_CONFIG_PASSPHRASE: "another" };
    const { stdout } = await run("/bin/sh", ["-c", shell], { env });
    assert.deepEqual(stdout.split("\n"), ["/cache/bin:/usr/bin:/bin", file, "none"]);
  });

  it("has the passphrase of the file that is named, and not one of the user's shell", async () => {
    process.env["PULUMI_CONFIG_PASSPHRASE"] = "another";
    const said = async (env?: Record<string, string>) =>
      (await run("/bin/sh", ["-c", 'echo "${PULUMI_CONFIG_PASSPHRASE-none}"'], { ...(env && { env }) }))
        .stdout;
    assert.equal(await said({ PULUMI_CONFIG_PASSPHRASE_FILE: "/data/passphrase" }), "none");
    assert.equal(await said({ PULUMI_CONFIG_PASSPHRASE: "for tests" }), "for tests");
    assert.equal(await said(), "another");
  });
});
