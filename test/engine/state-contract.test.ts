import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { contract } from "../../components/engine/contract";
import { npm } from "../support/npm";
import { freePort, referenceSettings, TestProject } from "../support/project";

/** A real state backend, whose state a newer version wrote; its engine does not answer, and need not. */
describe("engine: a state of a newer version", function () {
  this.timeout(180_000);
  let project: TestProject;

  const writes = async (version: number | undefined) => {
    const urn = (type: string, name: string) => `urn:pulumi:${project.stack}::proxy-system::${type}::${name}`;
    const component = (kind: string, outputs: object) => {
      const type = `web-systems:index:${kind}`;
      return { urn: urn(type, kind.toLowerCase()), type, custom: false, outputs };
    };
    const resources = [
      component("Host", { ...(version !== undefined && { contract: version }) }),
      component("Migration", { job: { form: "of another version" } }),
    ];
    const file = join(project.top, "import.json");
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }));
    const { exitCode, stderr } = await project.cli(
      "stack",
      "import",
      "--stack",
      project.stack,
      "--file",
      file,
    );
    assert.equal(exitCode, 0, stderr);
  };

  before(async () => {
    const host = "unix:///nonexistent/docker.sock";
    project = await TestProject.create({ ...referenceSettings(await freePort()), host });
    await writes(contract + 1);
  });
  after(() => project?.remove());

  for (const [command, ...words] of [["verify"], ["administrator", "--generate"], ["migrate", "status"]])
    it(`npm run ${command} refuses it, and says what to update`, async () => {
      const { output, exitCode } = await npm(project, command ?? "", words);
      assert.equal(exitCode, 1, output);
      const [what, ...fixes] = output.trim().split("\n").slice(-3);
      assert.match(
        what ?? "",
        new RegExp(
          `state of stack ${project.stack} of proxy-system: a newer version .* wrote it, in format ${contract + 1}; this one reads up to format ${contract}`,
        ),
      );
      assert.match(
        fixes.join("\n"),
        /fix: install that version of the package or a newer one: npm install \.\/pulumi-web-systems-VERSION\.tgz\n.*git pull/,
      );
      assert.doesNotMatch(output, /^\s+at .*:\d+:\d+/m);
    });

  it("npm run doctor has it in its table", async () => {
    const { output } = await npm(project, "doctor");
    assert.match(
      output,
      /a newer version of pulumi-web-systems wrote it[^]*npm install \.\/pulumi-web-systems-VERSION/,
    );
  });

  it("one of before there were versions is read: what it lacks is asked for", async () => {
    await writes(undefined);
    const { output, exitCode } = await npm(project, "migrate", ["status"]);
    assert.equal(exitCode, 1);
    assert.match(output, /no migrations that this command can find\.\n {2}fix: run 'pulumi up' once/);
  });
});
