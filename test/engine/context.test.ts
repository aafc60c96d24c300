import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configOf } from "../../operations/context/config";
import { engineOf, findContext } from "../../operations/context/context";
import { TestProject } from "../support/project";

/** Real CLI: what a command takes for the configuration is what a program would get. */
describe("engine: the configuration that commands go by", function () {
  this.timeout(120_000);
  let project: TestProject;
  const found = () =>
    configOf({ folder: project.folder, stack: project.stack, env: project.env }, project.system);
  const pulumi = async (...args: string[]) =>
    assert.equal((await project.cli(...args, "--stack", project.stack)).exitCode, 0);

  before(async () => (project = await TestProject.create({ edge: { port: 8081 } })));
  after(() => project.remove());

  it("holds what stands in Pulumi.yaml, over which the stack file counts", async () => {
    project.edit("Pulumi.yaml", (text) =>
      text.replace(
        /^config:$/m,
        `config:\n  ${project.system}:host: { value: ssh://deploy@10.0.0.5 }\n  ${project.system}:registry: { value: local }`,
      ),
    );
    project.settings = { edge: { port: 8081 }, registry: "docker.io/library" };
    project.writeStackFile();
    const config = await found();
    assert.deepEqual(config["edge"], { port: 8081 });
    assert.equal(config["registry"], "docker.io/library");
    assert.equal(engineOf(config).environment["DOCKER_HOST"], "ssh://deploy@10.0.0.5");
  });

  it("holds encrypted values, and leaves the stack file as it is", async () => {
    await pulumi("config", "set", "--secret", "host", "ssh://deploy@10.0.0.6");
    const file = join(project.folder, `Pulumi.${project.stack}.yaml`);
    const before = readFileSync(file, "utf8");
    assert.equal(engineOf(await found()).endpoint, "ssh://deploy@10.0.0.6");
    assert.equal(readFileSync(file, "utf8"), before);
  });

  it("without the passphrase it holds all that is not encrypted, and takes no other engine for one that it cannot read", async () => {
    await pulumi("config", "set", "--secret", "--path", "edge.secrets.TLS_KEY", "a key that is a secret");
    project.env["PULUMI_CONFIG_PASSPHRASE"] = "another";
    const config = await found();
    assert.equal(config["registry"], "docker.io/library");
    assert.equal((config["edge"] as { port?: number }).port, 8081);
    assert.throws(
      () => engineOf(config),
      /host is encrypted and cannot be read, .*; nothing was changed\.\n {2}fix: set PULUMI_CONFIG_PASSPHRASE/,
    );
  });

  it("where the stack has no state yet, it is what Pulumi.yaml and the stack file say", async () => {
    project.edit("Pulumi.other.yaml", () => `config:\n  ${project.system}:edge: { port: 8082 }\n`);
    const config = await configOf(
      { folder: project.folder, stack: "other", env: project.env },
      project.system,
    );
    assert.deepEqual(config["edge"], { port: 8082 });
    assert.equal(engineOf(config).endpoint, "ssh://deploy@10.0.0.5");
    project.edit("Pulumi.other.yaml", (text) => `environment: [shared]\n${text}`);
    await assert.rejects(
      configOf({ folder: project.folder, stack: "other", env: project.env }, project.system),
      /takes values from Pulumi ESC, which cannot be read; nothing was changed\.\n[^]*no stack named[^]*fix: /,
    );
  });

  for (const name of ["", "org/shop/prod", "prod; rm"])
    it(`--stack ${JSON.stringify(name)} is refused: it would mean another stack`, () =>
      assert.rejects(
        findContext(name),
        /--stack: expected the name of a stack, found .*; nothing was changed/,
      ));
});
