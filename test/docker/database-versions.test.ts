import assert from "node:assert/strict";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";
import { TestProject } from "../support/project";

/** Each database of the program, from the older version to the newer one. */
const databases = {
  pg: { from: "local/postgres:15", to: "local/postgres:17", is: "PostgreSQL 15" },
  maria: { from: "local/mariadb:10.11", to: "local/mariadb:11.8", is: "MariaDB 10.11" },
};
type Name = keyof typeof databases;
const names = Object.keys(databases) as Name[];

const program = `
import * as pulumi from "@pulumi/pulumi";
import { Host, Image, MySql, Postgres } from "pulumi-web-systems";

const config = new pulumi.Config();
const host = new Host("host", {
  system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: "unix:///var/run/docker.sock",
});
const of = (name: string) => ({
  host, database: "order_system", memory: 512, protect: false,
  image: new Image(name + "-image", { host, name: config.require(name) }).id,
  volume: config.get(name + "Volume"),
});
export const owners = {
  pg: new Postgres("pg", of("pg")).ownerClient,
  maria: new MySql("maria", { ...of("maria"), engine: "mariadb" }).ownerClient,
};
`;

/** The older major versions, and the way from them to the newer ones as the refusal tells it. The tests follow one another. */
describe("docker: databases of older versions, and their upgrade", function () {
  this.timeout(300_000);
  let project: TestProject;
  let owners: Record<Name, string>;
  const refusals: Partial<Record<Name, string>> = {};
  const container = (database: Name) => `proxy-system-${project.stack}-${database}`;

  before(async function () {
    this.timeout(600_000);
    await ensureBaseImages(() => undefined, {
      names: names.flatMap((name) => [databases[name].from, databases[name].to]),
    });
    project = await TestProject.create({ pg: databases.pg.from, maria: databases.maria.from }, program);
  });
  after(async () => {
    await project?.remove();
    for (const database of names) {
      const filter = `name=^${container(database)}`;
      for (const [list, remove] of [
        [
          ["ps", "--all", "--quiet"],
          ["rm", "--force", "--volumes"],
        ],
        [
          ["volume", "ls", "--quiet"],
          ["volume", "rm", "--force"],
        ],
      ] as const) {
        const { stdout } = await run("docker", [...list, "--filter", filter]);
        for (const found of stdout.split("\n").filter(Boolean))
          await run("docker", [...remove, found], { reject: false });
      }
    }
  });

  async function up(succeeds = true): Promise<string> {
    project.writeStackFile();
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode === 0, succeeds, stdout + stderr);
    return stdout + stderr;
  }
  async function sql(database: Name, text: string): Promise<string> {
    const args = ["exec", "--interactive", container(database), "sh", "-c", owners[database]];
    const { stdout, stderr } = await run("docker", args, { input: text });
    return stdout + stderr;
  }

  it("come up, with a schema of their owner", async () => {
    await up();
    const { stdout } = await project.cli("stack", "output", "--json", "--stack", project.stack);
    owners = (JSON.parse(stdout) as { owners: typeof owners }).owners;
    for (const database of names)
      await sql(database, "CREATE TABLE item (name varchar(20)); INSERT INTO item VALUES ('订单');");
    assert.match(await sql("pg", "SHOW server_version;"), /\n +15\./);
    assert.match(await sql("maria", "SELECT version();"), /\n10\.11\./);
    assert.deepEqual(await project.changes(), []);
  });

  for (const database of names)
    it(`${database}: the newer version is refused over the older one's data, and the older one serves`, async () => {
      project.settings[database] = databases[database].to;
      const output = await up(false);
      project.settings[database] = databases[database].from;
      assert.ok(output.includes(`holds data of ${databases[database].is}`), output);
      assert.match(await sql(database, "SELECT name FROM item;"), /订单/);
      refusals[database] = output;
    });

  for (const database of names)
    it(`${database}: the way that the refusal tells leads to the newer version with all data`, async () => {
      const steps = [...(refusals[database] ?? "").matchAll(/^ *\d\. (docker .*)$/gm)].map(
        ([, step]) => step ?? "",
      );
      assert.ok(steps.length >= 2, refusals[database]);
      for (const step of steps) {
        // A person sees that a server is up before the next step; so does this.
        await run("sh", ["-c", step.startsWith("docker run --detach") ? `${step} && sleep 15` : step]);
      }
      const volume = /set volume: "([^"]+)"/.exec(refusals[database] ?? "")?.[1];
      Object.assign(project.settings, { [database]: databases[database].to, [`${database}Volume`]: volume });
      await up();
      assert.match(await sql(database, "SELECT name FROM item;"), /订单/);
      assert.match(
        await sql(database, "SELECT version();"),
        database === "pg" ? /PostgreSQL 17\./ : /11\.8\./,
      );
      assert.deepEqual(await project.changes(), []);
    });
});
