import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";

/** What `npm pack` makes, in a project of its own: JavaScript, no compiler, no file of this repository. */
describe("engine: the packed package", function () {
  this.timeout(180_000);
  const top = mkdtempSync(join(tmpdir(), "package-"));
  const project = join(top, "project");
  const env = {
    PULUMI_BACKEND_URL: `file://${join(top, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "for tests only",
  };

  before(async () => {
    // A copy, so that no dist/ stands in the checkout.
    const copy = join(top, "copy");
    const parts = [
      ...[
        "package.json",
        "tsconfig.json",
        "tsconfig.build.json",
        "components",
        "config",
        "operations",
        "toolchain",
      ],
      ...["README.md", "CHANGELOG.md", "LICENSE"],
    ];
    for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    await run("npm", ["pack", "--pack-destination", top], { cwd: copy });
    const modules = join(project, "node_modules");
    const own = join(modules, "pulumi-web-systems");
    mkdirSync(own, { recursive: true });
    for (const name of readdirSync(join(root, "node_modules")))
      symlinkSync(join(root, "node_modules", name), join(modules, name));
    const [archive = ""] = readdirSync(top).filter((name) => name.endsWith(".tgz"));
    await run("tar", ["xzf", join(top, archive), "-C", own, "--strip-components", "1"]);
    mkdirSync(join(top, "state"));
    writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(
      join(project, "Pulumi.test.yaml"),
      `config:\n  shop:host: unix://${join(top, "none.sock")}\n  shop:edge: { port: 18080 }\n`,
    );
    writeFileSync(
      join(project, "index.js"),
      `const { Nginx, system } = require("pulumi-web-systems");
       const { edgeArgs, systemSchema } = require("pulumi-web-systems/config");
       module.exports = system({ config: systemSchema("shop", {}), images: { nginx: "nginx:1.26" } },
         ({ config, host, pulled }) => ({ nginx: new Nginx("nginx", { host, image: pulled("nginx").id, ...edgeArgs(config.edge), routes: [] }) }));\n`,
    );
    await run("pulumi", ["stack", "init", "test"], { cwd: project, env });
  });
  after(() => rmSync(top, { recursive: true }));

  it("runs under the CLI: the preflight says that the engine does not answer", async () => {
    const { exitCode, stdout, stderr } = await run(
      "pulumi",
      ["preview", "--non-interactive", "--stack", "test"],
      { cwd: project, env, reject: false },
    );
    assert.notEqual(exitCode, 0);
    assert.match(stdout + stderr, /The release cannot start; nothing was changed\.\n.*does not answer/);
    assert.doesNotMatch(stdout + stderr, /^\s+at .*:\d+:\d+/m, "a stack trace");
  });

  it("tells a mistake of a stack file as this repository does", async () => {
    writeFileSync(join(project, "Pulumi.test.yaml"), "config:\n  shop:edgy: { port: 18080 }\n");
    const { stdout, stderr } = await run("pulumi", ["preview", "--non-interactive", "--stack", "test"], {
      cwd: project,
      env,
      reject: false,
    });
    assert.match(stdout + stderr, /Pulumi\.test\.yaml has \d mistakes; nothing was changed/);
    assert.match(stdout + stderr, /did you mean "edge"/);
  });

  it("has its commands", async () => {
    const main = join(project, "node_modules", "pulumi-web-systems", "dist", "operations", "main.js");
    const { stdout } = await run(process.execPath, [main, "--help"], { cwd: project, env });
    assert.match(stdout, /^usage: web-systems COMMAND[^]*^ {2}rollback +go back to an earlier release$/m);
  });

  it("says outside of a project where to run them", async () => {
    const main = join(project, "node_modules", "pulumi-web-systems", "dist", "operations", "main.js");
    const { stderr, exitCode } = await run(process.execPath, [main, "doctor"], {
      ...{ cwd: top, env: { ...env, INIT_CWD: top }, reject: false },
    });
    assert.equal(exitCode, 1);
    assert.match(stderr, /^There is no Pulumi\.yaml in .*\n +fix: run this in the folder of a project$/);
  });
});
