import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contextOf } from "../../../operations/context/context";

/** What the CLI says of a login to Pulumi Cloud, which no test can reach: answers of 3.259, by a program of its name. */
describe("context: the backend that the user is logged in to", () => {
  const usual = { ...process.env };
  let folder: string;
  const cli = (text: string) => {
    writeFileSync(join(folder, "bin/pulumi"), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, "bin/pulumi"), 0o755);
  };
  const context = () =>
    contextOf({ folder, stack: "dev", env: { PATH: `${join(folder, "bin")}:${usual["PATH"]}` } });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "context-"));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\n");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config:\n  shop:host: unix:///shop.sock\n");
    delete process.env["PULUMI_BACKEND_URL"];
    process.env["XDG_DATA_HOME"] = join(folder, "data");
  });
  afterEach(() => {
    process.env = { ...usual };
    rmSync(folder, { recursive: true });
  });

  it("Pulumi Cloud: the address of its pages is shown, and never named to the CLI", async () => {
    cli(`case $1 in whoami) echo '{"url":"https://app.pulumi.com/wang"}' ;; *) exit 1 ;; esac`);
    const { backend, env, endpoint } = await context();
    assert.equal(backend, "https://app.pulumi.com/wang");
    assert.equal(env["PULUMI_BACKEND_URL"], undefined);
    assert.equal(endpoint, "unix:///shop.sock");
  });

  it("a stack of npm start is not taken for one of a backend that does not answer", async () => {
    const stacks = join(folder, "data/pulumi-web-systems/state/.pulumi/stacks/shop");
    mkdirSync(stacks, { recursive: true });
    writeFileSync(join(stacks, "dev.json"), "{}");
    const login = `case $1 in whoami) echo '{"url":"https://app.pulumi.com/wang"}' ;;`;
    cli(`${login} *) echo "error: dial tcp: i/o timeout" >&2; exit 1 ;; esac`);
    assert.equal((await context()).backend, "https://app.pulumi.com/wang");
    cli(`${login} *) echo "error: no stack named 'dev' found" >&2; exit 1 ;; esac`);
    assert.match((await context()).backend ?? "", /^file:.*pulumi-web-systems\/state$/);
  });
});
