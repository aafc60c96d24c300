import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { asLastVersion, commandsOfLastVersion, upgrade } from "../support/last-version";
import { npm } from "../support/npm";
import { OpenWebSocket } from "../support/open-websocket";
import { root } from "../support/program";
import { freePort, TestProject } from "../support/project";
import { served, servedButCut, underLoad } from "../support/under-load";

/** A stack that the last version made, with databases of both engines, its state, volumes, records and backups, gets this one. */
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
  const sql = async (name: "database" | "logs", text: string) => {
    const client = {
      database: ["psql", "-U", "postgres", "-d", "shop", "-Atc", text],
      logs: ["mariadb", "-u", "mysql", "-D", "logs", "-Ne", text],
    }[name];
    const user = ["--user", { database: "postgres", logs: "mysql" }[name]];
    return (await run("docker", ["exec", ...user, `proxy-system-${project.stack}-${name}`, ...client]))
      .stdout;
  };
  const areWhole = async () => {
    assert.equal(await sql("database", "SELECT count(*) FROM item"), "4");
    assert.equal(await sql("logs", "SELECT n FROM entries"), "4");
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
    for (const folder of ["migrations", "log-migrations"])
      cpSync(join(root, program, folder), join(project.folder, folder), { recursive: true });
    await asLastVersion(project);
    await up();
    project.settings["release"] = "two";
    project.writeStackFile();
    await up();
    const last = await commandsOfLastVersion(project);
    for (const database of ["database", "logs"]) await command("backup", ["--database", database], last);
    await sql("database", "INSERT INTO item VALUES (4)");
    await sql("logs", "INSERT INTO entry VALUES (4)");
    socket = await OpenWebSocket.open(`${url}/ws`);
  });
  after(async () => {
    socket?.close();
    await project.remove();
  });

  it("fails no request and keeps an open WebSocket, the database and the services", async () => {
    const before = await containers("database", "logs", "site");
    upgrade(project);
    const { load } = await underLoad([url], up);
    servedButCut(load);
    assert.equal(socket?.ended, undefined);
    const echoes = socket?.echoes ?? 0;
    await new Promise((done) => setTimeout(done, 500));
    assert.ok((socket?.echoes ?? 0) > echoes, "the WebSocket is silent");
    assert.deepEqual(await containers("database", "logs", "site"), before);
    await areWhole();
  });

  it("has nothing to do afterwards", async () => {
    assert.deepEqual(await project.changes(), []);
  });

  it("gives the containers that it keeps the restart policy of this version", async () => {
    const names = (await containers("")).map((line) => line.split(" ")[1] ?? "");
    const format = "{{.Name}} {{.HostConfig.RestartPolicy.Name}}";
    const { stdout } = await run("docker", ["inspect", "--format", format, ...names]);
    assert.deepEqual(
      stdout.split("\n").filter((line) => !line.endsWith(" always")),
      [],
    );
  });

  it("reads the records of the last version", async () => {
    assert.match(await command("releases"), /\n2 /);
  });

  for (const database of ["database", "logs"])
    it(`${database}: reads, tests and restores a backup of the last version`, async () => {
      const of = ["--database", database];
      const [, id = ""] = /\n(\d{8}-\d{6}-[0-9a-f]{4}) .* by hand/.exec(await command("backups", of)) ?? [];
      assert.match(await command("restore-test", [id, ...of]), /all of their rows as its manifest says/);
      assert.match(
        await command("restore", [id, "--beside", ...of]),
        /Nothing failed, and the number of rows of every table matches the manifest/,
      );
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
    await areWhole();
  });
});
