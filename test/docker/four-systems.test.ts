import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { run } from "../../operations/kernel/run";
import { projectName } from "../../operations/kernel/stack";
import { administrator } from "../support/administrator";
import { root } from "../support/program";
import { freePort, randomStack, TestProject, type StackSettings } from "../support/project";

/** One of the four, as its own `Pulumi.dev.yaml` has it, but for the port. */
interface Running {
  system: string;
  port: number;
  project: TestProject;
  output: string;
}

/** All four systems on one host, under one stack name. The tests follow one another. */
describe("docker: the four systems", function () {
  this.timeout(1_200_000);
  const stack = randomStack();
  const running: Running[] = [];

  after(async () => {
    for (const { project } of running) await project.remove();
  });

  const up = async (project: TestProject) => {
    const { stdout, stderr, exitCode } = await project.up();
    return { output: stdout + stderr, exitCode };
  };
  const reference = () => {
    const [first] = running;
    assert.equal(first?.system, "proxy-system");
    return first;
  };
  const psql = (sql: string) =>
    run("docker", [
      ...["exec", `proxy-system-${stack}-database`, "psql", "-U", "postgres", "-d", "proxy_system"],
      ...["-v", "ON_ERROR_STOP=1", "-c", sql],
    ]);

  it("come up side by side under one stack name: no clash of names, networks, ports or volumes", async () => {
    for (const example of [undefined, ...readdirSync(join(root, "examples")).sort()]) {
      const folder = example === undefined ? root : join(root, "examples", example);
      const system = projectName(folder);
      const port = await freePort();
      const project = await TestProject.create(devSettings(folder, system, port), {
        stack,
        ...(example !== undefined && { example }),
      });
      const { output, exitCode } = await up(project);
      running.push({ system, port, project, output });
      assert.equal(exitCode, 0, output);
    }
    assert.equal(running.length, 4);
    for (const { system, port } of running) {
      assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200, system);
      for (const kind of ["ps --all", "network ls", "volume ls"] as const) {
        const label = `label=io.pulumi-web-systems.system=${system}`;
        const format = kind === "ps --all" ? "{{.Names}}" : "{{.Name}}";
        const { stdout } = await run("docker", [
          ...kind.split(" "),
          ...[
            "--filter",
            label,
            "--filter",
            `label=io.pulumi-web-systems.stack=${stack}`,
            "--format",
            format,
          ],
        ]);
        const foreign = stdout.split("\n").filter((name) => name && !name.startsWith(`${system}-${stack}`));
        assert.deepEqual(foreign, [], `${system}: ${kind}`);
      }
    }
  });

  it("the 37 permissions are reported: created, then already there", async () => {
    const { output, project } = reference();
    assert.match(output, /: 37 created, 0 already there, 37 in total/);
    const backend = project.settings["backend"] as Record<string, unknown>;
    project.settings["backend"] = { ...backend, version: "1.0.1" };
    project.writeStackFile();
    const again = await up(project);
    assert.equal(again.exitCode, 0, again.output);
    assert.match(again.output, /: 0 created, 37 already there, 37 in total/);
  });

  it("a token is refreshed through Nginx", async () => {
    const { project, port } = reference();
    const { output } = await administrator(project, ["--generate"]);
    const password = /: (\S{24})$/m.exec(output)?.[1] ?? output;
    const ask = async (path: string, body?: object, token = "") => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/auth/${path}`, {
        ...(body && { method: "POST", body: JSON.stringify(body) }),
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      });
      assert.equal(answer.status, 200, path);
      return (await answer.json()) as Record<string, string>;
    };
    const { refresh_token } = await ask("login", { username: "admin", password });
    const { access_token } = await ask("refresh", { refresh_token });
    assert.equal((await ask("me", undefined, access_token))["username"], "admin");
  });

  it("each of the five office tables that is missing fails the update by its name", async () => {
    const { project } = reference();
    const tables = [
      "baoxiao_shenqing",
      "qingjia_shenqing",
      "caigou_shenqing",
      "duiwai_fukuan_shenqing",
      "gongzuo_jiaojie",
    ];
    const renamed = (from: (table: string) => string, to: (table: string) => string) =>
      psql(tables.map((table) => `ALTER TABLE ${from(table)} RENAME TO ${to(table)};`).join(" "));
    const gone = (table: string) => `${table}_gone`;
    const itself = (table: string) => table;
    await renamed(itself, gone);
    const { output, exitCode } = await up(project);
    assert.notEqual(exitCode, 0, output);
    for (const table of tables)
      assert.ok(
        output.includes(
          `table ${table}: expected table ${table}, found no such table in database proxy_system`,
        ),
        output,
      );
    assert.match(output, /fix: npm run migrate -- verify/);
    await renamed(gone, itself);
    assert.equal((await up(project)).exitCode, 0);
  });

  it("`npm run verify` finds each of them well, from its own folder", async () => {
    for (const { project, system } of running) {
      const { stdout, stderr, exitCode } = await run(
        "node",
        ["toolchain/bootstrap.mjs", "verify", "--stack", stack],
        { cwd: root, env: { ...project.env, INIT_CWD: project.folder }, reject: false },
      );
      assert.equal(exitCode, 0, system + stdout + stderr);
    }
  });
});

/** What the system's own dev stack says, at another port. */
function devSettings(folder: string, system: string, port: number): StackSettings {
  const { config } = parse(readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8")) as {
    config: Record<string, unknown>;
  };
  const own = Object.entries(config).map(([key, value]) => [key.replace(`${system}:`, ""), value]);
  const settings = Object.fromEntries(own) as StackSettings;
  return { ...settings, edge: { ...(settings["edge"] as object), port } };
}
