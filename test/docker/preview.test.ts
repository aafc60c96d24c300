import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { run } from "../../operations/kernel/run";
import type { Runbook } from "../../operations/preview/shape";
import { labelPrefix } from "../../components/engine/labels";
import { root } from "../support/program";
import { freePort, referenceSettings, TestProject } from "../support/project";
import { setSecret } from "../support/secret-settings";

/** What a release can change on a host. */
interface Snapshot {
  /** Ids of containers by service, as `backend`, `nginx`, `database`. */
  containers: Map<string, string[]>;
  networks: string[];
  volumes: string[];
  ledger: string[];
  backups: string[];
}

const secret = "not-a-real-key-but-secret-42";

/** What a preview says is held against what `pulumi up` then does, on one stack; the tests follow one another. */
describe("docker: npm run preview tells what pulumi up does", function () {
  this.timeout(400_000);
  let project: TestProject;
  let minor: string;

  async function preview(...args: string[]) {
    project.writeStackFile();
    const main = ["--import", "tsx", `${root}/toolchain/main.ts`, "preview", "--stack", project.stack];
    const env = { ...project.env, INIT_CWD: project.folder };
    const result = await run(process.execPath, [...main, ...args], { cwd: root, env, reject: false });
    assert.doesNotMatch(result.stdout + result.stderr, /^\s+at .*:\d+:\d+/m);
    assert.ok(!(result.stdout + result.stderr).includes(secret));
    return result;
  }

  async function planned(): Promise<Runbook> {
    const { stdout, stderr, exitCode } = await preview("--json");
    assert.ok([0, 2, 3, 4].includes(exitCode ?? 1), stdout + stderr);
    const book = JSON.parse(stdout) as Runbook;
    assert.equal(exitCode, book.exitCode);
    return book;
  }

  async function snapshot(): Promise<Snapshot> {
    const format = `{{.ID}} {{.Label "${labelPrefix}.service"}}`;
    const filter = `label=${labelPrefix}.stack=${project.stack}`;
    const { stdout } = await run("docker", [
      "ps",
      "--all",
      "--no-trunc",
      "--filter",
      filter,
      "--format",
      format,
    ]);
    const containers = new Map<string, string[]>();
    for (const [id = "", service = ""] of stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(" ")))
      containers.set(service, [...(containers.get(service) ?? []), id].sort());
    const inDatabase = async (command: string) => {
      const name = `proxy-system-${project.stack}-database`;
      const { stdout: lines } = await run("docker", ["exec", name, "sh", "-c", command], { reject: false });
      return lines.split("\n").filter(Boolean);
    };
    return {
      containers,
      networks: await project.onEngine("network"),
      volumes: await project.onEngine("volume"),
      ledger: await inDatabase(
        "psql -XAtq -U postgres -d proxy_system -c 'SELECT name FROM migrations.ledger ORDER BY ordinal' 2>/dev/null",
      ),
      // The schedule takes its own whenever it thinks fit.
      backups: await inDatabase(`grep -l '"reason": "migration"' /var/backups/database/*.json`),
    };
  }

  /** Previews, updates, and holds every claim of the one against the other. */
  async function compare(): Promise<Runbook> {
    const before = await snapshot();
    const book = await planned();
    const up = await project.up();
    assert.equal(up.exitCode, 0, up.stdout + up.stderr);
    const after = await snapshot();
    const services = [...new Set([...before.containers.keys(), ...after.containers.keys()])];
    const changed = services.filter(
      (name) => String(before.containers.get(name)) !== String(after.containers.get(name)),
    );
    const edges = ["nginx", "database", "backups"];
    assert.deepEqual(changed.filter((name) => !edges.includes(name)).sort(), book.services);
    for (const name of ["nginx", "database"] as const) {
      const said = book.entries.some((one) => one.section === name && one.interrupts.length > 0);
      const interrupted = before.containers.has(name) && changed.includes(name);
      assert.equal(interrupted, said, `${name}: ${book.summary}`);
    }
    const schedule = book.entries.some(({ says }) => says.startsWith("the schedule"));
    assert.equal(changed.includes("backups"), schedule);
    const applied = after.ledger.filter((name) => !before.ledger.includes(name));
    assert.deepEqual(applied, book.migrations);
    assert.equal(after.backups.length - before.backups.length, book.backup ? 1 : 0);
    const isFirst = before.containers.size === 0;
    assert.deepEqual(isFirst ? [] : after.volumes, before.volumes);
    assert.deepEqual(isFirst ? [] : after.networks, before.networks);
    return book;
  }

  const reasons = (book: Runbook, what: string) =>
    book.entries.filter((entry) => entry.what === what).flatMap(({ because }) => because);

  before(async () => {
    project = await TestProject.create(referenceSettings(await freePort()));
    minor = `local/postgres:17-${project.stack}`;
  });
  after(async () => {
    await project?.remove();
    await run("docker", ["image", "rm", minor], { reject: false });
  });

  it("a first release", async () => {
    const book = await compare();
    assert.deepEqual([book.verdict, book.exitCode, book.backup], ["safe", 2, true]);
    assert.deepEqual(book.services, ["backend", "cache-server", "mobile", "web"]);
  });

  it("nothing to do: a line after what the program warns of, exit code 0", async () => {
    const { stdout, exitCode } = await preview();
    const warning = "There is no administrator yet.\n  fix: npm run administrator";
    assert.deepEqual([stdout, exitCode], [`${warning}\nNothing to do: the stack matches the program.`, 0]);
  });

  it("a version, a plain and a secret setting, a replica more: safe, with each reason and no secret", async () => {
    project.settings["web"] = { version: "1.0.1" };
    project.settings["mobile"] = { version: "1.0.0", replicas: 2 };
    project.settings["backend"] = { version: "1.0.0", workers: 2, settings: { LOG_LEVEL: "debug" } };
    project.writeStackFile();
    await setSecret(project, "PAYMENT_API_KEY", secret);
    project.settings["backend"] = encrypted("backend");
    const book = await compare();
    assert.deepEqual([book.exitCode, book.services], [2, ["backend", "mobile", "web"]]);
    assert.deepEqual(reasons(book, "backend"), [
      "secret setting PAYMENT_API_KEY is new",
      "setting LOG_LEVEL is new: debug",
    ]);
    assert.deepEqual(reasons(book, "web-image"), ["VERSION 1.0.0 → 1.0.1"]);
  });

  it("SQL that drops a column, and a new route: may lose data, a backup before it, no container touched", async () => {
    project.edit("migrations/order.txt", (text) => `${text}drop_beizhu\n`);
    // What is made again in the same file is not the same.
    project.edit(
      "migrations/drop_beizhu.sql",
      () => "DROP TABLE IF EXISTS zhifu_tuikuan;\nCREATE TABLE zhifu_tuikuan (id int);\n",
    );
    const again = await planned();
    assert.deepEqual([again.verdict, again.exitCode], ["may lose data", 4]);
    assert.match(again.summary, /line 1: DROP TABLE IF EXISTS zhifu_tuikuan loses its data/);
    project.edit("migrations/drop_beizhu.sql", () => "ALTER TABLE zhifu_tuikuan DROP COLUMN beizhu;\n");
    project.edit("index.ts", (text) =>
      text.replace('{ path: "/", to: web },', '{ path: "/extra/", to: web },\n$&'),
    );
    const book = await compare();
    assert.deepEqual([book.exitCode, book.migrations, book.services], [4, ["drop_beizhu.sql"], []]);
    assert.match(
      book.summary,
      /^May lose data: drop_beizhu\.sql: line 1: ALTER TABLE zhifu_tuikuan DROP COLUMN/,
    );
    assert.match(reasons(book, "nginx").join(), /path \/extra\/ is new/);
  });

  it("another port, TLS and a setting of the database: interrupts both, and no service", async () => {
    const edge = project.settings["edge"] as object;
    project.settings["edge"] = { ...edge, tls: { selfSigned: true, port: await freePort() } };
    project.settings["database"] = { protect: false, settings: { work_mem: "8MB" } };
    const book = await compare();
    assert.deepEqual([book.exitCode, book.services], [3, []]);
    assert.match(
      book.summary,
      /^Interrupts: database: queries fail .*; nginx: nothing answers for about 2 seconds/,
    );
    assert.deepEqual(reasons(book, "database"), ["server setting work_mem=8MB is new"]);
  });

  it("a minor version of the database, and a removed service", async () => {
    const input = "FROM local/postgres:17\nLABEL minor=next\n";
    await run("docker", ["build", "--quiet", "--tag", minor, "-"], { input });
    project.edit("index.ts", (text) =>
      text
        .replace('"postgres:17"', `"${minor.replace("local/", "")}"`)
        .replace(/ +const mobile = new Service[^;]*;/s, "")
        .replace(/.*to: mobile.*\n/, "")
        .replace('"/mobile/", ', ""),
    );
    const book = await compare();
    assert.deepEqual([book.exitCode, book.services], [3, ["mobile"]]);
    assert.match(JSON.stringify(book.entries), /"section":"removed","what":"mobile"/);
    assert.match(reasons(book, "database").join(), /^image local\/postgres:17 → 17-test/);
  });

  it("a preview that fails shows the program's own message and exits 1", async () => {
    project.settings["web"] = { wersion: "1.0.1" };
    const { stdout, stderr, exitCode } = await preview("--json");
    assert.deepEqual([stdout, exitCode], ["", 1]);
    assert.match(
      stderr,
      /^\s*Pulumi\.test\w+\.yaml has 2 mistakes; nothing was changed\.\n {2}web\.version: missing/,
    );
  });

  /** A setting as the CLI wrote it into the stack file, so that the next writeStackFile() keeps it. */
  function encrypted(key: string): unknown {
    const text = readFileSync(join(project.folder, `Pulumi.${project.stack}.yaml`), "utf8");
    return (parse(text) as { config: Record<string, unknown> }).config[`proxy-system:${key}`];
  }
});
