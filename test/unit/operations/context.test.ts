import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { askedOf } from "../../../operations/context/backend";
import { contextOf } from "../../../operations/context/context";
import { selectedStack } from "../../../operations/context/selection";
import { withoutPassword } from "../../../operations/kernel/state-file";

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

  const selectedStackOf = () => {
    writeFileSync(join(folder, "Pulumi.prod.yaml"), "");
    return selectedStack(folder, { PATH: `${join(folder, "bin")}:${usual["PATH"]}` });
  };

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

  for (const [url, expected] of [
    ["s3://state-a", "s3://state-a"],
    ["file://./state", "file://FOLDER/./state"],
    ["file:///srv/state", "file:///srv/state"],
    ["file://~", "file://~"],
  ] as const)
    it(`${url} is named to the CLI, whatever an older Pulumi.yaml names and from wherever it runs`, async () => {
      cli(`case $1 in whoami) echo '{"url":"${url}"}' ;; *) exit 1 ;; esac`);
      const { env } = await context();
      assert.equal(env["PULUMI_BACKEND_URL"], expected.replace("FOLDER", folder));
    });

  it("a login that has expired is still the backend: a stack of npm start does not stand in for it", async () => {
    const stacks = join(folder, "data/pulumi-web-systems/state/.pulumi/stacks/shop");
    mkdirSync(stacks, { recursive: true });
    writeFileSync(join(stacks, "dev.json"), "{}");
    cli(`echo "error: operation error S3: ExpiredToken" >&2; exit 1`);
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nbackend:\n  url: s3://state\n");
    assert.equal((await context()).backend, "s3://state");
    await assert.rejects(selectedStackOf(), /Which stack\? None is selected/);
  });

  it("an encrypted value of Pulumi ESC that is left out is not taken for one that is not set", async () => {
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "environment: [shared]\n");
    cli(
      `case "$*" in whoami*) echo '{"url":"s3://state"}' ;; *--show-secrets*) exit 1 ;; config*) echo '{"shop:host":{"secret":true}}' ;; *) exit 1 ;; esac`,
    );
    await assert.rejects(context(), /host is encrypted and cannot be read/);
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

  it("is named, without its password, when it takes long to answer; one in a folder does not", async () => {
    const told: string[] = [];
    const options = { after: 0.01, report: (line: string) => told.push(line) };
    const ask = (url: string, milliseconds: number) =>
      askedOf({ folder, env: { PULUMI_BACKEND_URL: url } }, () => pause(milliseconds, url), options);
    assert.equal(await ask("postgres://ops:geheim@db/state", 50), "postgres://ops:geheim@db/state");
    assert.deepEqual(told, ["waiting for the state backend at postgres://ops:[secret]@db/state …"]);
    await ask("file:///srv/state", 50);
    await ask("s3://state", 0);
    assert.equal(told.length, 1);
  });

  it("is shown without a password", () => {
    assert.equal(withoutPassword("postgres://ops:geheim@db/state"), "postgres://ops:[secret]@db/state");
    assert.equal(withoutPassword("s3://state?region=cn"), "s3://state?region=cn");
  });
});
