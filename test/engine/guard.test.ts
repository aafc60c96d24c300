import assert from "node:assert/strict";
import { freePort, referenceSettings, TestProject } from "../support/project";

/** Real CLI and plugins; whatever comes through ends at an engine that does not answer, so that nothing is made. */
describe("engine: a freeze", function () {
  this.timeout(120_000);
  let project: TestProject;

  before(async () => {
    const host = "unix:///nonexistent/docker.sock";
    project = await TestProject.create({ ...referenceSettings(await freePort()), host });
    const set = (key: string, value: string) =>
      project.cli("config", "set", "--stack", project.stack, "--path", `deployments.freeze.${key}`, value);
    await set("reason", "双十一");
    await set("until", "2099-11-12 08:00");
  });
  after(() => project.remove());

  const output = ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr;

  it("refuses an update before anything is asked: what, why, until when, and what to do", async () => {
    const result = await project.up();
    assert.notEqual(result.exitCode, 0);
    assert.match(
      output(result),
      /pulumi up is refused: releases are frozen for stack test\w+; nothing was changed\.\s+why: +双十一\s+until: 2099-11-12 08:00 Asia\/Shanghai\s+now: .*\s+fix: wait; to lift it: pulumi config rm --path 'proxy-system:deployments\.freeze'\s+in an emergency, for one command: EMERGENCY=/,
    );
    assert.doesNotMatch(output(result), /Docker does not answer|^\s+at .*:\d+:\d+/m);
  });

  it("lets a preview through, which says it before anything else", async () => {
    const said = output(await project.preview());
    const warning = said.indexOf("pulumi up would be refused now: releases are frozen");
    assert.ok(warning > 0 && warning < said.indexOf("Docker does not answer"), said);
  });

  it("lets an update through that says why it is an emergency, and says it too", async () => {
    project.env["EMERGENCY"] = "payments fail";
    const said = output(await project.up());
    delete project.env["EMERGENCY"];
    assert.match(said, /EMERGENCY: releases are frozen .* anyway, because: payments fail/);
    assert.match(said, /Docker does not answer/);
  });

  it("is lifted by the command that it names", async () => {
    const lift = ["config", "rm", "--path", "proxy-system:deployments.freeze", "--stack", project.stack];
    assert.equal((await project.cli(...lift)).exitCode, 0);
    assert.doesNotMatch(output(await project.up()), /frozen/);
  });
});
