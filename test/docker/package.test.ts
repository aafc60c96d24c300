import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { run } from "../../operations/kernel/run";
import { commandsOf, firstSystem, installPacked } from "../support/packed";
import { freePort, randomStack, removeStack } from "../support/project";
import { ensureBaseImages } from "../../toolchain/images";

/** The program of docs/first-system.md, as the JavaScript of a project without a compiler. */
const { outputText: program } = transpileModule(firstSystem, {
  compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
});

/** What `npm pack` makes runs a system, and its commands work on it. The tests follow one another. */
describe("docker: a system of the packed package", function () {
  this.timeout(240_000);
  const top = mkdtempSync(join(tmpdir(), "packed-"));
  const project = join(top, "project");
  const stack = randomStack();
  const env = {
    PULUMI_BACKEND_URL: `file://${join(top, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "for tests only",
    INIT_CWD: project,
  };
  let port = 0;
  const cli = (...args: string[]) =>
    run("pulumi", [...args, "--stack", stack], { cwd: project, env, reject: false });
  const up = () => cli("up", "--yes", "--skip-preview", "--non-interactive");
  const command = (...args: string[]) =>
    run(process.execPath, [commandsOf(project), ...args, "--stack", stack], {
      cwd: project,
      env,
      reject: false,
    });

  before(async () => {
    await ensureBaseImages(() => undefined, {
      names: ["local/postgres:17", "local/python:3.13-slim", "local/nginx:1.26"],
    });
    mkdirSync(join(project, "migrations"), { recursive: true });
    mkdirSync(join(top, "state"));
    await installPacked(project, top);
    port = await freePort();
    const files = {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: index.js\n",
      [`Pulumi.${stack}.yaml`]: `config:\n  shop:registry: local\n  shop:edge: { port: ${port}, bind: 127.0.0.1 }\n  shop:database: { protect: false }\n`,
      "index.js": program,
      "migrations/order.txt": "create_item.sql\n",
      "migrations/create_item.sql": "CREATE TABLE item (id int PRIMARY KEY);\n",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
    await run("pulumi", ["stack", "init", stack], { cwd: project, env });
  });
  after(async () => {
    await removeStack(stack);
    rmSync(top, { recursive: true });
  });

  it("comes up and serves", async () => {
    const { exitCode, stdout, stderr } = await up();
    assert.equal(exitCode, 0, stdout + stderr);
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200);
  });

  for (const [words, expected] of [
    [["verify"], /everything is as it should be|passed/],
    [["backup"], /^Backup \S+ of database shop/m],
    [["restore-test", "latest"], /was restored in \d+ s/],
    [["migrate", "status"], /create_item\.sql/],
    [["releases"], /1/],
    [["doctor"], /./],
  ] as const)
    it(`web-systems ${words.join(" ")}`, async () => {
      const { exitCode, stdout, stderr } = await command(...words);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.match(stdout, expected);
    });

  it("changes nothing when nothing did, and goes back to the release before", async () => {
    const preview = await cli("preview", "--expect-no-changes", "--non-interactive");
    assert.equal(preview.exitCode, 0, preview.stdout + preview.stderr);
    writeFileSync(join(project, "index.js"), program.replace("/usr/share/doc", "/usr/share"));
    assert.equal((await up()).exitCode, 0);
    const { exitCode, stdout, stderr } = await command("rollback", "--to", "1", "--yes");
    assert.equal(exitCode, 0, stdout + stderr);
    assert.match((await command("releases")).stdout, /back to 1|rollback/);
  });
});
