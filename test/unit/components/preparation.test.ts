import assert from "node:assert/strict";
import { giveToServer } from "../../../components/database/backups-folder/give";
import { setUpRoles } from "../../../components/database/roles/set-up";
import { type ContainerConfig, EngineFailed, type Ran } from "../../../components/engine/engine";
import { trial } from "../../../components/redis/trial/trial";

const ran = (code: number | null, both = ""): Ran => ({ code, both, stdout: Buffer.from(both), stderr: "" });
const failure = (work: Promise<void>) =>
  work.then(
    () => "",
    (error: Error) => error.message,
  );

describe("jobs: what is made ready before something starts", () => {
  const running = (outcome: Ran | Error) => {
    const configs: ContainerConfig[] = [];
    const run = (config: ContainerConfig) => {
      configs.push(config);
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    };
    return { configs, run };
  };

  describe("a Redis that is tried out", () => {
    const job = {
      name: "jobs",
      image: "sha256:1",
      memory: 64,
      conf: `maxmemory 1mb'"$(x)`,
      labels: { a: "b" },
    };

    it("has its settings and limits, no network and no rights", async () => {
      const engine = running(ran(0));
      await trial(job, engine);
      const { HostConfig, ...config } = engine.configs[0] ?? { Image: "" };
      assert.deepEqual([config.User, config.Labels, config.Env], ["redis", { a: "b" }, [`CONF=${job.conf}`]]);
      assert.deepEqual(HostConfig, {
        ...{ NetworkMode: "none", ReadonlyRootfs: true, CapDrop: ["ALL"], CapAdd: [], Tmpfs: { "/tmp": "" } },
        SecurityOpt: ["no-new-privileges:true"],
        ...{ Memory: 64 * 2 ** 20, MemorySwap: 64 * 2 ** 20 },
      });
    });

    it("says what Redis says", async () =>
      assert.deepEqual((await failure(trial(job, running(ran(1, "bad line\nat 3\n"))))).split("\n"), [
        "Redis jobs does not work with this image and these settings; a running one was not touched. Redis reports:",
        "  | bad line",
        "  | at 3",
        "  fix: correct the image or the settings, then run 'pulumi up' again",
      ]));

    it("says what the engine says", async () =>
      assert.match(
        await failure(trial(job, running(new EngineFailed(404, "No such image")))),
        /\| No such image/,
      ));
  });

  describe("a volume for backups", () => {
    const job = { image: "sha256:1", volume: "shop-backups", user: "postgres" };

    it("is given to the server's user, by nothing but the rights for it", async () => {
      const engine = running(ran(0));
      await giveToServer(job, engine);
      const { Cmd, HostConfig } = engine.configs[0] ?? {};
      assert.equal(Cmd?.at(-1), "postgres");
      assert.deepEqual(HostConfig?.Binds, ["shop-backups:/backups"]);
      assert.deepEqual([HostConfig.CapDrop, HostConfig.CapAdd], [["ALL"], ["CHOWN", "FOWNER"]]);
    });

    it("that cannot be given says why", async () =>
      assert.match(
        await failure(giveToServer(job, running(ran(1, "no user")))),
        /given to postgres: no user\n/,
      ));
  });

  describe("the roles of a database", () => {
    const job = { container: "db", database: "shop", admin: "psql -d shop", sql: "ALTER ROLE … 'hunter22'" };
    const asked: [string[], unknown][] = [];
    const engine = (...outcomes: (Ran | Error)[]) => ({
      exec: (_: string, command: string[], options: { stdin?: unknown } = {}) => {
        asked.push([command, options.stdin]);
        const outcome = outcomes.shift() ?? ran(0);
        return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
      },
    });
    beforeEach(() => (asked.length = 0));

    it("are set up by standard input, and the version is noted where the engine does not", async () => {
      await setUpRoles({ ...job, marker: { file: "/data/.major", variable: "MAJOR" } }, engine());
      assert.deepEqual(asked, [
        [["sh", "-c", "psql -d shop"], job.sql],
        [["sh", "-c", 'printenv "$1" >"$2"', "sh", "MAJOR", "/data/.major"], undefined],
      ]);
    });

    for (const outcome of [ran(1, "syntax error near 'hunter22'"), new EngineFailed(409, "not running")])
      it(`that cannot be set up show nothing of it: ${outcome instanceof Error ? "engine" : "client"}`, async () => {
        const said = await failure(setUpRoles(job, engine(outcome)));
        assert.match(said, /^Could not set up the roles of database shop in db\.\n.*docker logs db$/);
        assert.doesNotMatch(said, /hunter22/);
      });

    it("that cannot be set up beside a long migration: the role, and how long its SQL waited", async () => {
      const said = await failure(setUpRoles({ ...job, role: "shop_reports", wait: 10 }, engine(ran(1, ""))));
      assert.match(said, /^Could not set up the role shop_reports of database shop in db\./);
      assert.match(
        said,
        /migration that has been running for more than 10 minutes also blocks it: npm run migrate/,
      );
    });
  });
});
