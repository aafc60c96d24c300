import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine } from "../../components/engine/engine";
import { engineEnvironment } from "../../components/engine/environment";
import type { ReleaseRecord } from "../../components/release/record";
import { ReleaseStore } from "../../components/release/store";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";
import { TestProject } from "../support/project";
import { SecondHost } from "../support/second-host";

/** A database with a migration, for the commands of every day. */
const database = `
  const server = new Image("postgres", { host, name: "local/postgres:17" }).id;
  const pg = new Postgres("pg", { host, image: server, database: "shop", memory: 256, protect: false });
  const migration = new Migration("migration", { database: pg, folder: "payments" });
  const databases = [pg];
`;

/** A user's own program for that host; `on` is where it is, `paths` what containers mount of it, `more` what else is on it. */
const program = (on: object, paths: object = {}, more = "const databases: Postgres[] = [];") => `
import * as pulumi from "@pulumi/pulumi";
import { Host, Image, Migration, Postgres, preflight, Service } from "pulumi-web-systems";

export = async () => {
  const on = { system: "proxy-system", stack: pulumi.getStack(), ...${JSON.stringify(on)} };
  await preflight({ ...on, ports: {}, paths: ${JSON.stringify(paths)}, migrations: [] });
  const host = new Host("host", on);
  const image = new Image("python", { host, name: "local/python:3.13-slim" }).id;
${more}
  const worker = new Service("worker", {
    host, image, databases, memory: 64, health: { command: "test -f /tmp/alive" },
    command: ["sh", "-c", "touch /tmp/alive; exec sleep 3600"], stopGrace: 1,
    secrets: { TOKEN: pulumi.secret("over-the-wire") },
  });
  return { worker: worker.addresses[0] };
};
`;

/** Keeps a first release and its source on an engine without any image. @returns the source, as it is got back */
async function keepFirstSource(environment: { DOCKER_HOST: string }): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "first-"));
  try {
    assert.equal((await run("docker", ["image", "ls", "--quiet"], { env: environment })).stdout, "");
    const store = new ReleaseStore({ environment, system: "shop", stack: "first" });
    const record: ReleaseRecord = {
      ...{ number: 1, system: "shop", stack: "first", result: "started", by: "li", folder: "", steps: [] },
      startedAt: new Date().toISOString(),
    };
    writeFileSync(join(folder, "source"), "the first source");
    await store.write(record, join(folder, "source"));
    await store.source(1, join(folder, "back"));
    assert.deepEqual(await store.records(), [record]);
    return readFileSync(join(folder, "back"), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A real sshd and a second engine, over SSH and over TCP with TLS; the first engine of the machine must not notice any of it. */
describe("docker: another host", function () {
  this.timeout(300_000);
  let host: SecondHost;
  let project: TestProject;
  let firstSource: string;

  before(async () => {
    host = await SecondHost.start();
    firstSource = await keepFirstSource(host.local);
    const image = `${host.folder}/images.tar`;
    await run("docker", ["save", "--output", image, "local/python:3.13-slim", "local/postgres:17"]);
    await run("docker", ["load", "--quiet", "--input", image], { env: host.local });
    project = await TestProject.create({ host: host.endpoint });
    mkdirSync(join(project.folder, "payments"));
    project.edit("payments/1_one.sql", () => "CREATE TABLE pay (id int);\nINSERT INTO pay VALUES (1);\n");
    Object.assign(project.env, host.sshEnvironment());
    project.edit("index.ts", () => program({ endpoint: host.endpoint }));
  });
  after(async () => {
    host.trust("its own");
    await project.remove(host.local);
    await host.stop();
  });

  it("keeps the source of a first release, although its engine had no image then", () =>
    assert.equal(firstSource, "the first source"));

  async function refused(...patterns: RegExp[]): Promise<void> {
    const { exitCode, stdout, stderr } = await project.up();
    assert.notEqual(exitCode, 0);
    for (const pattern of patterns) assert.match(stdout + stderr, pattern);
    assert.doesNotMatch(stdout + stderr, /^\s+at .*:\d+:\d+/m, "a stack trace");
  }

  /** A command of operations/, as npm runs it in the folder of the project. */
  async function operation(...args: string[]): Promise<string> {
    const env = { ...project.env, INIT_CWD: project.folder };
    const words = ["toolchain/bootstrap.mjs", ...args, "--stack", project.stack];
    const { stdout, stderr, exitCode } = await run("node", words, { cwd: root, env, reject: false });
    assert.equal(exitCode, 0, stdout + stderr);
    return stdout + stderr;
  }

  /** The same, with Ctrl-C on its terminal, which reaches every process of its group, as soon as it says something. */
  async function interrupted(at: string, ...args: string[]): Promise<string> {
    const words = ["--import", "tsx", "toolchain/main.ts", ...args, "--stack", project.stack];
    const env = { ...process.env, ...project.env, INIT_CWD: project.folder };
    const child = spawn(process.execPath, words, { cwd: root, env, detached: true });
    let said = "";
    const hear = (text: string) => {
      const had = said.includes(at);
      said += text;
      if (!had && said.includes(at)) process.kill(-(child.pid ?? 0), "SIGINT");
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", hear);
    const [code] = (await once(child, "close")) as [number | null];
    assert.equal(code, 0, said);
    assert.match(said, /^SIGINT: finishing /m);
    return said;
  }

  it("over SSH that is unknown is refused, with how to get to know it", async () => {
    host.trust("none");
    await refused(/Docker does not answer at ssh:\/\//, /fix: this machine does not know the host's key yet/);
  });

  it("over SSH whose key changed is refused, with what to ask its administrator", async () => {
    host.trust("another");
    await refused(/Docker does not answer at ssh:\/\//, /fix: the host's key has changed/);
  });

  it("over SSH that lacks what a container mounts is refused, by the host's own eyes", async () => {
    host.trust("its own");
    const paths = { "backend.certificates": `${host.folder}/nothing`, "backend.here": host.folder };
    project.edit("index.ts", () => program({ endpoint: host.endpoint }, paths));
    await refused(/nothing is not on the host, but backend\.certificates of the stack file names it/);
  });

  it("over TCP is refused with certificates of a stranger", async () => {
    const stranger = { endpoint: host.tcpEndpoint, certificates: host.strangersCertificates };
    project.edit("index.ts", () => program(stranger));
    await refused(
      /Docker does not answer at tcp:\/\//,
      /fix: check that the engine runs there, and that the cert/,
    );
  });

  it("answers our own client over SSH, by the user's ssh, and over TCP with TLS", async () => {
    const { ID } = await new Engine(host.local).info();
    const { PATH } = process.env;
    try {
      Object.assign(process.env, host.sshEnvironment());
      for (const environment of [
        engineEnvironment(host.endpoint),
        engineEnvironment(host.tcpEndpoint, host.certificates),
      ]) {
        const engine = new Engine(environment);
        const id = await engine.create(undefined, { Image: "local/python:3.13-slim", Cmd: ["sleep", "60"] });
        await engine.start(id);
        const { code, stdout } = await engine.exec(id, ["sh", "-c", "cat; exit 3"], {
          stdin: "over the wire",
        });
        assert.deepEqual([code, stdout.toString()], [3, "over the wire"]);
        await engine.remove(id);
        assert.equal(await engine.container(id), undefined);
        assert.equal((await engine.info()).ID, ID);
        engine.close();
      }
    } finally {
      Object.assign(process.env, { PATH });
    }
  });

  for (const way of ["SSH", "TCP with TLS"]) {
    it(`gets containers over ${way}, and commands go to the same engine`, async () => {
      const tls = { endpoint: host.tcpEndpoint, certificates: host.certificates };
      project.edit("index.ts", () =>
        way === "SSH" ? program({ endpoint: host.endpoint }, {}, database) : program(tls),
      );
      const { exitCode, stdout, stderr } = await project.up();
      assert.equal(exitCode, 0, stdout + stderr);
      const name = (await project.cli("stack", "output", "worker", "--stack", project.stack)).stdout;
      const environ = ["exec", name, "sh", "-c", "tr '\\0' '\\n' </proc/1/environ"];
      const { stdout: environment } = await run("docker", environ, { env: host.local });
      assert.match(environment, /^TOKEN=over-the-wire$/m);
      assert.deepEqual(await project.onEngine("container"), [], "something is on the first engine");
    });

    if (way === "SSH")
      it("takes the commands of every day over SSH: status, backup, backups and restore", async () => {
        assert.match(await operation("migrate", "status"), /1 +1_one\.sql +applied [^]*1 applied, 0 pending/);
        const [, id = ""] = /^Backup (\S+) of database shop: /m.exec(await operation("backup")) ?? [];
        assert.match(await operation("backups"), new RegExp(`^${id} .* by hand +1 1_one\\.sql$`, "m"));
        const pay = [
          "exec",
          `proxy-system-${project.stack}-pg`,
          "psql",
          "-U",
          "postgres",
          "-d",
          "shop",
          "-Atc",
        ];
        await run("docker", [...pay, "INSERT INTO pay VALUES (2)"], { env: host.local });
        const restored = await interrupted("match the manifest", "restore", id, "--yes");
        assert.match(restored, /public\.pay: 2 rows now, 1 in the backup: 1 fewer after it/);
        const [, kept = ""] = /--back (\S+) --stack/.exec(restored) ?? [];
        const count = [...pay, "SELECT count(*) FROM pay"];
        assert.equal((await run("docker", count, { env: host.local })).stdout, "1");
        await operation("restore", "--back", kept, "--yes");
        assert.equal((await run("docker", count, { env: host.local })).stdout, "2");
      });

    it(`has nothing to do the second time over ${way}, and is empty after destroy`, async () => {
      assert.deepEqual(await project.changes(), []);
      const gone = await project.cli("destroy", "--yes", "--skip-preview", "--stack", project.stack);
      assert.equal(gone.exitCode, 0, gone.stdout + gone.stderr);
      assert.equal((await run("docker", ["ps", "--all", "--quiet"], { env: host.local })).stdout, "");
    });
  }
});
