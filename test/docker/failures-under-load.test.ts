import assert from "node:assert/strict";
import { run } from "../../operations/kernel/run";
import { leftovers } from "../support/leftovers";
import { freePort, referenceSettings, TestProject } from "../support/project";
import { served, underLoad } from "../support/under-load";

/**
 * The reference system under load through releases that fail, each at another step; one whose candidate never gets healthy is in
 * rollback.test.ts. The tests follow one another, and the release that succeeds in the end has all their failures behind it.
 */
describe("docker: releases under load that fail at each step", function () {
  this.timeout(300_000);
  let project: TestProject;
  let url: string;
  const backend = { version: "1.0.0", workers: 2, settings: {} as Record<string, string> };

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    project = await TestProject.create({ ...referenceSettings(port), backend });
    // The first backend does not listen when it is asked to stop.
    project.edit("index.ts", (text) => text.replace(polite, stubborn));
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
  });
  after(() => project?.remove());

  const polite = `command: ["python", "-m", "app"],`;
  const stubborn = `command: ["sh", "-c", "trap '' TERM; python -m app & wait"], stopGrace: 3,`;
  const api = "/api/v1/payment-configs/";
  const database = () => `proxy-system-${project.stack}-database`;
  const docker = async (...args: string[]) => (await run("docker", args)).stdout;
  const sql = (query: string) =>
    docker("exec", database(), "psql", "-XAtU", "postgres", "-d", "proxy_system", "-c", query);
  const onEngine = async () => [await project.onEngine("network"), await project.onEngine("volume")];
  const underUp = () => underLoad([`${url}${api}`, `${url}/`, `${url}/mobile/`], () => project.up());

  /** A release fails with these words, no request does, and nothing is left that the state does not know. */
  async function fails(...patterns: RegExp[]): Promise<void> {
    project.writeStackFile();
    const before = await onEngine();
    const { result, load } = await underUp();
    const text = result.stdout + result.stderr;
    assert.notEqual(result.exitCode, 0, text);
    for (const pattern of patterns) assert.match(text, pattern);
    assert.doesNotMatch(text, /^\s+at .*:\d+:\d+/m, "a stack trace");
    served(load);
    assert.deepEqual(await leftovers(project), []);
    assert.deepEqual(await onEngine(), before);
  }

  /** Edits a file for one release. */
  async function withEdit(
    path: string,
    change: (text: string) => string,
    work: () => Promise<void>,
  ): Promise<void> {
    let before = "";
    project.edit(path, (text) => change((before = text)));
    try {
      await work();
    } finally {
      project.edit(path, () => before);
    }
  }

  it("preflight: every mistake of the stack file at once", async () => {
    const { edge } = project.settings;
    project.settings["edge"] = { port: "eighty", bind: "everywhere" };
    try {
      await fails(
        /Pulumi\.test\w+\.yaml has 2 mistakes; nothing was changed/,
        /edge\.port: /,
        /edge\.bind: /,
      );
    } finally {
      project.settings["edge"] = edge;
    }
  });

  it("images: one that is nowhere", async () => {
    const newer = (text: string) => text.replace("nginx:1.26", "nginx:1.27");
    await withEdit("index.ts", newer, () =>
      fails(
        /The release cannot start; nothing was changed/,
        /The image local\/nginx:1\.27 is not on the host/,
      ),
    );
  });

  it("images: a build that fails, with its last lines", async () => {
    const broken = (text: string) => `${text}RUN echo "no room for the fonts" >&2; exit 3\n`;
    await withEdit("apps/backend/Dockerfile", broken, () =>
      fails(
        /backend-image/,
        /The image proxy-system\/backend:1\.0\.0\S* could not be built from apps\/backend; nothing was changed/,
        /no room for the fonts/,
      ),
    );
  });

  it("backup: no migration is run", async () => {
    project.edit("migrations/order.txt", (text) => `${text.trimEnd()}\nadd_note.sql\n`);
    project.edit("migrations/add_note.sql", () => "CREATE TABLE note (id int);\nSELECT 1 / 0;\n");
    const folder = "/var/backups/database";
    await docker("exec", "--user", "postgres", database(), "chmod", "500", folder);
    await fails(
      /Migrations of database proxy_system were refused; none was run/,
      /The backup before the migration failed/,
      /\/var\/backups\/database cannot be written by postgres/,
      /The services still run the old release/,
    );
    assert.equal(await sql("SELECT count(*) FROM migrations.ledger WHERE name = 'add_note.sql'"), "0");
    await docker("exec", "--user", "postgres", database(), "chmod", "700", folder);
  });

  it("migration: rolled back, with its line", async () => {
    await fails(
      /Migration add_note\.sql failed on database proxy_system\. It was rolled back/,
      /add_note\.sql line 2: division by zero/,
      /The services still run the old release/,
    );
    assert.equal(await sql("SELECT to_regclass('note') IS NULL"), "t");
  });

  it("seed: the migration before it stays, the services are the old ones", async () => {
    project.edit("migrations/add_note.sql", () => "CREATE TABLE note (id int);\n");
    await withEdit(
      "seeds/office_permissions.sql",
      (text) => `${text}\nSELECT 1 / 0;\n`,
      () =>
        fails(
          /Seed permissions failed on database proxy_system/,
          /division by zero/,
          /It left nothing behind. The services still run the old release/,
        ),
    );
    assert.equal(await sql("SELECT state FROM migrations.ledger WHERE name = 'add_note.sql'"), "applied");
  });

  it("switch: a configuration that Nginx refuses", async () => {
    backend.settings = { GREETING: "refused" };
    const bad = (text: string) =>
      text.replace("...edgeArgs(config.edge)", '...edgeArgs(config.edge), snippet: "no_such_directive on;"');
    await withEdit("index.ts", bad, () =>
      fails(
        /nginx -t refuses the new configuration/,
        /unknown directive "no_such_directive"/,
        /Requests still go to the old release/,
      ),
    );
  });

  it("verification: a candidate that is healthy and answers badly through Nginx gets no request of a user", async () => {
    const column = (text: string) =>
      text.replace("FROM zhifu_peizhi\n    ORDER", "FROM zhifu_peizhi_2\n    ORDER");
    await withEdit("apps/backend/app/routes/payment_configs.py", column, () =>
      fails(
        /nginx-switch/,
        /verification through Nginx failed, and the old configuration was put back/,
        /\/api\/v1\/payment-configs\/ does not answer well through Nginx/,
        /Requests still go to the old release/,
      ),
    );
  });

  it("drain: an old container that does not listen is ended after its time, and the release is complete; nothing of all failures is left", async () => {
    backend.settings = { GREETING: "served" };
    project.edit("index.ts", (text) => text.replace(stubborn, polite));
    project.writeStackFile();
    const { result, load } = await underUp();
    assert.equal(result.exitCode, 0, result.stdout + result.stderr);
    served(load);
    assert.deepEqual(await leftovers(project), []);
    assert.equal((await project.onEngine("container")).length, 8);
    assert.deepEqual(await project.changes(), []);
  });
});
