import assert from "node:assert/strict";
import type { Product } from "../../../components/database/product/product";
import { products } from "../../../components/database/products";
import { guard as look } from "../../../components/database/guard/guard";
import type { GuardJob, Needed } from "../../../components/database/guard/job";
import { trialConfig } from "../../../components/database/guard/trial";
import type { ContainerConfig, Ran } from "../../../components/engine/engine";
import { upgradePath } from "../../../components/database/upgrade-path";

/** What an engine that knows one image and one volume is to answer. */
interface Fake {
  /** Its variable; "gone": no such image. */
  image: string;
  /** Text of the file that names the version; "cannot read": the look fails. */
  data: string;
  /** What the server says of its settings. */
  complaint?: string;
  /** More that is found in the volume. */
  more?: string;
  /** Labels of a container that has the name of the trial before it begins. */
  taken?: string[];
}

const ended = (code: number, stderr = "", stdout = ""): Ran => ({
  ...{ code, stdout: Buffer.from(stdout), stderr, both: stdout + stderr },
});

describe("database: the guard before a container is replaced", () => {
  const names = { name: "db", container: "c", volume: "data", isProtected: true };
  const jobOf = (product: Product, change: Partial<GuardJob> = {}): GuardJob => ({
    ...{ name: "db", product: product.name, image: "sha256:1", volume: "data", container: "c" },
    ...{ database: "shop", flags: [], extensions: [], environment: [], memory: 256, shmSize: 64 },
    ...{ timeout: 9, labels: ["a=b"], upgrade: upgradePath(product, names), ...change },
  });
  /** What was run inside containers, of the last guard. */
  let ran: ContainerConfig[] = [];
  /** Ids of containers that were removed by it. */
  let removed: string[] = [];

  /** Empty when it lets the release go on, else what it refuses it with. */
  async function guard(
    product: Product,
    { image, data, complaint, more = "", taken }: Fake,
    change: Partial<GuardJob> = {},
  ): Promise<string> {
    ran = [];
    removed = [];
    let trial = taken && { id: "before", labels: taken };
    let end: (said: Ran) => void = () => undefined;
    const engine = {
      image: async () => (image === "gone" ? undefined : { environment: ["PATH=/bin", image] }),
      volume: async (name: string) => (name === "data" ? { name, labels: {} } : undefined),
      // The trial runs until it is removed.
      run: (config: ContainerConfig, name?: string): Promise<Ran> => {
        if (name === "c-trial") {
          trial = { id: "trial", labels: jobOf(product, change).labels };
          return new Promise((done) => (end = done));
        }
        ran.push(config);
        if (!config.HostConfig?.CapAdd?.includes("DAC_READ_SEARCH"))
          return Promise.resolve(complaint ? ended(125, `a warning\n${complaint}`) : ended(0));
        if (data === "cannot read") return Promise.resolve(ended(1, data, "accounts aGFzaA=="));
        const marker = Buffer.from(data).toString("base64");
        const facts = `marker ${marker}\nowner 999\nserver 999\ndatabase yes\n${more}`;
        return Promise.resolve(ended(0, "", facts));
      },
      containers: async (labels: string[]) => {
        const isOwn = trial && labels.every((label) => trial?.labels.includes(label));
        return [
          { id: "other", name: "my-c-trial-2" },
          ...(isOwn ? [{ id: trial?.id, name: "c-trial" }] : []),
        ].map((each) => ({ ...each, status: "exited" }));
      },
      container: async () => trial,
      exec: async () => ended(0),
      logs: async () => "",
      remove: async (id: string) => {
        removed.push(id);
        trial = undefined;
        end(ended(137));
      },
    } as unknown as Needed;
    return look(jobOf(product, change), engine).then(
      (lines) => lines.join("\n"),
      (error: Error) => error.message,
    );
  }
  const { postgresql, mariadb, mysql } = products;

  const fits: [Product, string, string][] = [
    [postgresql, "PG_MAJOR=17", "17\n"],
    [postgresql, "PG_MAJOR=15", "15\n"],
    [postgresql, "PG_MAJOR=17", ""],
    [mariadb, "MARIADB_VERSION=1:11.8.3+maria~ubu2404", "11.8.2-MariaDB"],
    [mariadb, "MARIADB_VERSION=11.8", "11.8.6-MariaDB-0+deb13u1\n"],
    [mysql, "MYSQL_MAJOR=8.4", "8.4.3"],
    [mysql, "MYSQL_MAJOR=8.4", '{"file_format":"1","upgrade_history":[{"date":"2026","version":"8.4.3"}]}'],
  ];
  for (const [product, image, data] of fits)
    it(`lets ${image} go on with ${data.trim() || "no data"}`, async () =>
      assert.equal(await guard(product, { image, data }), ""));

  const refused: [Product, string, string, RegExp][] = [
    [
      postgresql,
      "PG_MAJOR=17",
      "15",
      /holds data of PostgreSQL 15; the image is PostgreSQL 17\. .*fix: keep/s,
    ],
    [postgresql, "PG_MAJOR=16", "17", /An older version cannot read newer data; only a backup/],
    [
      mariadb,
      "MARIADB_VERSION=1:11.8.3",
      "10.11.6-MariaDB",
      /data of MariaDB 10\.11; the image is MariaDB 11\.8/,
    ],
    [mysql, "MYSQL_MAJOR=8.4", "8.0.40", /data of MySQL 8\.0; the image is MySQL 8\.4/],
    [
      postgresql,
      "PG_MAJOR=18",
      "17",
      /is PostgreSQL 18, which this component does not support. It supports: 15 16 17/,
    ],
    [postgresql, "OTHER=1", "17", /does not state its version: it does not set PG_MAJOR/],
    [postgresql, "gone", "17", /The image sha256:1 of database db is not on the host/],
    [postgresql, "PG_MAJOR=17", "cannot read", /could not be read: cannot read$/],
  ];
  for (const [product, image, data, message] of refused)
    it(`refuses ${image} on ${data}`, async () => {
      const said = await guard(product, { image, data });
      assert.match(said, message);
    });

  it("writes the upgrade path as commands with every name filled in", async () => {
    const said = await guard(postgresql, { image: "PG_MAJOR=17", data: "15" });
    assert.doesNotMatch(said, /@/);
    assert.match(said, /1\. stop what writes to it .* engine restarts .* start over$/m);
    assert.match(
      said,
      /docker run --detach --name c-17 .* --volume data-17:\/var\/lib\/postgresql\/data .* sha256:1$/m,
    );
    assert.match(
      said,
      /docker exec --user postgres c pg_dumpall \| docker exec -i --user postgres c-17 psql/,
    );
    assert.match(
      said,
      /set volume: "data-17" for database db \(it is protected: first pulumi state unprotect/,
    );
    const maria = await guard(mariadb, { image: "MARIADB_VERSION=11.8", data: "10.11.6" });
    assert.match(maria, /--volume data:\/from:ro --volume data-11\.8:\/to sha256:1 -a \/from\/\. \/to\//);
    assert.match(maria, /mariadb-upgrade/);
    assert.doesNotMatch(await guard(mysql, { image: "MYSQL_MAJOR=8.4", data: "8.0.1" }), /mariadb/);
  });

  it("hands the settings to the new server, and shows only what it complains about", async () => {
    const flags = ["-c", "work_mem=1 MB"];
    const fits = { image: "PG_MAJOR=17", data: "17" };
    assert.equal(await guard(postgresql, fits, { flags }), "");
    assert.deepEqual(ran[1]?.Cmd?.slice(2), ["sh", ...flags]);
    const said = await guard(postgresql, { ...fits, complaint: "FATAL:  unrecognized x" }, { flags });
    assert.match(said, /rejects its settings:\n {2}\| FATAL: {2}unrecognized x\nfix: /);
  });

  it("removes the trial of a guard that was killed, and nothing else that has its name", async () => {
    const fits = { image: "PG_MAJOR=17", data: "17" };
    assert.equal(await guard(postgresql, { ...fits, taken: ["a=b"] }), "");
    assert.deepEqual(removed, ["before", "trial"]);
    const said = await guard(postgresql, { ...fits, taken: ["of=another"] });
    assert.match(said, /the name c-trial is taken by another container, before\. It was left as it is/);
    assert.deepEqual(removed, []);
  });

  it("looks at nothing else where there is no volume yet", async () =>
    assert.equal(await guard(postgresql, { image: "PG_MAJOR=17", data: "15" }, { volume: "new" }), ""));

  it("refuses files of another user where the image cannot take them over, and says how to", async () => {
    const more = "owner 70";
    const maria = { image: "MARIADB_VERSION=11.8", data: "11.8.1", more };
    assert.match(
      await guard(mariadb, maria),
      /belong to the user 70, .*runs as 999\nfix: take it over:.*--entrypoint chown --volume data:\/data sha256:1 -R mysql: \/data/s,
    );
    assert.equal(await guard(postgresql, { image: "PG_MAJOR=17", data: "17", more }), "");
  });

  it("tries the successor with what it will have, but for data and network", () => {
    const trial = trialConfig(jobOf(mariadb, { prologue: "p", flags: ["--a=b"] }), mariadb);
    const memory = 256 * 1024 * 1024;
    assert.deepEqual(trial, {
      ...{ Image: "sha256:1", User: "mysql", Labels: { a: "b" }, Env: [] },
      ...{ Volumes: { "/var/lib/mysql": {} }, Entrypoint: ["timeout"] },
      Cmd: [
        ...["-s", "KILL", "90", "/bin/sh", "-c", 'p && exec docker-entrypoint.sh "$@"', "sh"],
        ...["mariadbd", "--a=b"],
      ],
      HostConfig: {
        ...{ Memory: memory, MemorySwap: memory, ShmSize: 64 * 1024 * 1024, NetworkMode: "none" },
        ...{ ReadonlyRootfs: true, SecurityOpt: ["no-new-privileges:true"], CapDrop: ["ALL"], CapAdd: [] },
        Tmpfs: mariadb.tmpfs,
      },
    });
  });
});
