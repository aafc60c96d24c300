import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";
import { commandsOf, firstSystem, installPacked } from "../support/packed";

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
    await installPacked(project, top);
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

  for (const [resolution, module] of [
    ["node10", "commonjs"],
    ["nodenext", "nodenext"],
  ] as const)
    it(`has its types, for moduleResolution ${resolution}`, async () => {
      const file = join(project, `typed-${resolution}.ts`);
      writeFileSync(
        file,
        `import { Redis, type RedisArgs, Service } from "pulumi-web-systems";\nimport { systemSchema } from "pulumi-web-systems/config";\nexport const made = [Redis, Service, systemSchema];\nexport const args: Partial<RedisArgs> = { memory: "much" };\n`,
      );
      const compiler = join(root, "node_modules", ".bin", "tsc");
      const words = [
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--module",
        module,
        "--moduleResolution",
        resolution,
      ];
      const { stdout } = await run(compiler, [...words, "--target", "es2022", file], {
        cwd: project,
        reject: false,
      });
      assert.match(
        stdout,
        /^typed-.*\.ts\(4,\d+\): error TS2322: Type 'string' is not assignable to type 'number'\.$/,
      );
    });

  it("has the types of the program that docs/first-system.md shows", async () => {
    const file = join(project, "first-system.ts");
    writeFileSync(file, firstSystem);
    const words = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"];
    const compiler = join(root, "node_modules", ".bin", "tsc");
    const { stdout, exitCode } = await run(compiler, [...words, file], { cwd: project, reject: false });
    assert.deepEqual([stdout, exitCode], ["", 0]);
  });

  it("has its commands", async () => {
    const { stdout } = await run(process.execPath, [commandsOf(project), "--help"], { cwd: project, env });
    assert.match(stdout, /^usage: web-systems COMMAND[^]*^ {2}rollback +go back to an earlier release$/m);
  });

  it("says outside of a project where to run them", async () => {
    const { stderr, exitCode } = await run(process.execPath, [commandsOf(project), "doctor"], {
      ...{ cwd: top, env: { ...env, INIT_CWD: top }, reject: false },
    });
    assert.equal(exitCode, 1);
    assert.match(stderr, /^\nThere is no Pulumi\.yaml in .*\n +fix: run this in the folder of a project\n?$/);
  });
});
