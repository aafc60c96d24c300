import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../toolchain/run";
import { asLastVersion, commandsOfLastVersion, upgrade } from "../support/last-version";
import { npm } from "../support/npm";
import { OpenWebSocket } from "../support/open-websocket";
import { root } from "../support/program";
import { freePort, TestProject } from "../support/project";
import { served, servedButCut, underLoad } from "../support/under-load";

/** A stack that the last version made, with its state, volumes, records and backups, gets this one. */
describe("docker: an upgrade of a running stack", function () {
  this.timeout(400_000);
  let project: TestProject;
  let url: string;
  let socket: OpenWebSocket | undefined;

  const up = async () => {
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
  };
  const command = async (name: string, words: string[] = [], checkout?: string) => {
    const { output, exitCode } = await npm(project, name, words, checkout);
    assert.equal(exitCode, 0, output);
    return output;
  };
  const containers = async (...names: string[]) => {
    const { stdout } = await run("docker", ["ps", "--format", "{{.ID}} {{.Names}}"]);
    const lines = stdout
      .split("\n")
      .filter((line) => line.includes(`-${project.stack}-`) || / site-/.test(line));
    return lines.filter((line) => names.some((name) => line.includes(name))).sort();
  };
  const sql = async (text: string) => {
    const psql = ["psql", "-U", "postgres", "-d", "shop", "-Atc", text];
    return (await run("docker", ["exec", `proxy-system-${project.stack}-database`, ...psql])).stdout;
  };

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const program = join("test", "docker", "upgrade-program");
    project = await TestProject.create(
      { port, release: "one" },
      `import program = require("./${program}/index");\nexport = program;\n`,
    );
    for (const file of ["index.ts", "app.py"])
      cpSync(join(root, program, file), join(project.folder, program, file));
    cpSync(join(root, program, "migrations"), join(project.folder, "migrations"), { recursive: true });
    await asLastVersion(project);
    await up();
    project.settings["release"] = "two";
    project.writeStackFile();
    await up();
    await command("backup", [], await commandsOfLastVersion(project));
    await sql("INSERT INTO item VALUES (4)");
    socket = await OpenWebSocket.open(`${url}/ws`);
  });
  after(async () => {
    socket?.close();
    await project.remove();
  });

  it("fails no request and keeps an open WebSocket, the database and the services", async () => {
    const before = await containers("database", "site");
    upgrade(project);
    const { load } = await underLoad([url], up);
    servedButCut(load);
    assert.equal(socket?.ended, undefined);
    const echoes = socket?.echoes ?? 0;
    await new Promise((done) => setTimeout(done, 500));
    assert.ok((socket?.echoes ?? 0) > echoes, "the WebSocket is silent");
    assert.deepEqual(await containers("database", "site"), before);
    assert.equal(await sql("SELECT count(*) FROM item"), "4");
  });

  it("has nothing to do afterwards", async () => {
    assert.deepEqual(await project.changes(), []);
  });

  it("reads the backups and the records of the last version", async () => {
    assert.match(await command("backups"), /\n\d{8}-\d{6}-[0-9a-f]{4} /);
    assert.match(await command("releases"), /\n2 /);
    assert.match(await command("restore-test", ["latest"]), /all of their rows as its manifest says/);
  });

  it("makes its next release without a failed request", async () => {
    project.settings["release"] = "three";
    project.writeStackFile();
    const { load } = await underLoad([url], up);
    served(load);
    assert.equal(await (await fetch(url)).text(), "three");
  });

  it("goes back to a release of the last version, and no connection is refused", async () => {
    const { load } = await underLoad([url], () => command("rollback", ["--to", "2", "--yes"]));
    servedButCut(load);
    assert.equal(await (await fetch(url)).text(), "two");
    assert.equal(await sql("SELECT count(*) FROM item"), "4");
  });
});
