import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engines, type Engine } from "../../../components/database/engines";
import { upgradePath } from "../../../components/database/upgrade-path";
import { root } from "../../support/program";

/** A docker that knows one image and one volume, and that answers for the programs inside. */
const fakeDocker = `#!/bin/sh
case "$1 $2" in
  "image inspect") [ "$FAKE_IMAGE" != gone ] || exit 1; printf 'PATH=/bin\\n%s\\n' "$FAKE_IMAGE" ;;
  "volume inspect") [ "$3" = data ] ;;
  *) case "$*" in
       *"for file"*) printf '%s' "$FAKE_DATA"; [ "$FAKE_DATA" != "cannot read" ] ;;
       *) cat >"$FAKE_FLAGS"; [ -z "$FAKE_COMPLAINT" ] || { printf 'a warning\\n%s\\n' "$FAKE_COMPLAINT"; exit 1; } ;;
     esac ;;
esac
`;

describe("database: the guard before a container is replaced", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "guard-"));
    writeFileSync(join(folder, "docker"), fakeDocker);
    chmodSync(join(folder, "docker"), 0o755);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Empty when it lets the release go on, else what it says. */
  function guard(
    engine: Engine,
    image: string,
    data: string,
    more: Record<string, string> = {},
  ): Promise<string> {
    const names = { name: "db", container: "c", volume: "data", isProtected: true };
    const env = {
      ...{
        PATH: `${folder}:/usr/bin:/bin`,
        FAKE_IMAGE: image,
        FAKE_DATA: data,
        FAKE_FLAGS: join(folder, "flags"),
      },
      ...{ FAKE_COMPLAINT: "", NAME: "db", IMAGE: "sha256:1", VOLUME: "data", FLAGS: "", EXTENSIONS: "" },
      ...{ PRODUCT: engine.product, MAJORS: engine.majors.join(" "), MARKERS: engine.markers.join(" ") },
      ...{ IMAGE_VERSION: engine.imageVersion, SERVER_USER: engine.user, CHECK: engine.checkSettings },
      ...{ UPGRADE: upgradePath(engine, names).join("\n"), ...more },
    };
    const script = join(root, "components", "database", "guard.sh");
    return new Promise((done) =>
      execFile("/bin/sh", [script], { env }, (error, stdout, stderr) => {
        assert.equal(stdout, "");
        assert.equal(error !== null, stderr !== "", `${error?.message} ${stderr}`);
        done(stderr);
      }),
    );
  }
  const { postgresql, mariadb, mysql } = engines;

  const fits: [Engine, string, string][] = [
    [postgresql, "PG_MAJOR=17", "17\n"],
    [postgresql, "PG_MAJOR=15", "15\n"],
    [postgresql, "PG_MAJOR=17", ""],
    [mariadb, "MARIADB_VERSION=1:11.8.3+maria~ubu2404", "11.8.2-MariaDB"],
    [mariadb, "MARIADB_VERSION=11.8", "11.8.6-MariaDB-0+deb13u1\n"],
    [mysql, "MYSQL_MAJOR=8.4", "8.4.3"],
    [mysql, "MYSQL_MAJOR=8.4", '{"file_format":"1","upgrade_history":[{"date":"2026","version":"8.4.3"}]}'],
  ];
  for (const [engine, image, data] of fits)
    it(`lets ${image} go on with ${data.trim() || "no data"}`, async () =>
      assert.equal(await guard(engine, image, data), ""));

  const refused: [Engine, string, string, RegExp][] = [
    [
      postgresql,
      "PG_MAJOR=17",
      "15",
      /holds data of PostgreSQL 15; the image is PostgreSQL 17\. .*fix: go on with/s,
    ],
    [postgresql, "PG_MAJOR=16", "17", /There is no way back to an older version but a backup/],
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
      /is PostgreSQL 18, which this component does not know. It knows: 15 16 17/,
    ],
    [postgresql, "OTHER=1", "17", /does not say its version: it sets no PG_MAJOR/],
    [postgresql, "gone", "17", /The image sha256:1 of database db is not on the host/],
    [postgresql, "PG_MAJOR=17", "cannot read", /could not be read: cannot read/],
  ];
  for (const [engine, image, data, message] of refused)
    it(`refuses ${image} on ${data}`, async () => {
      const said = await guard(engine, image, data);
      assert.match(said, message);
      assert.match(said, /Nothing was changed: what served before still serves\.\n$/);
    });

  it("writes the upgrade path as commands with every name filled in", async () => {
    const said = await guard(postgresql, "PG_MAJOR=17", "15");
    assert.doesNotMatch(said, /@/);
    assert.match(
      said,
      /docker run --detach --name c-17 .* --volume data-17:\/var\/lib\/postgresql\/data .* sha256:1\n/,
    );
    assert.match(
      said,
      /docker exec --user postgres c pg_dumpall \| docker exec -i --user postgres c-17 psql/,
    );
    assert.match(
      said,
      /set volume: "data-17" for database db \(it is protected: first pulumi state unprotect/,
    );
    const maria = await guard(mariadb, "MARIADB_VERSION=11.8", "10.11.6");
    assert.match(maria, /--volume data:\/from:ro --volume data-11\.8:\/to sha256:1 -a \/from\/\. \/to\//);
    assert.match(maria, /mariadb-upgrade/);
    assert.doesNotMatch(await guard(mysql, "MYSQL_MAJOR=8.4", "8.0.1"), /mariadb/);
  });

  it("hands the settings to the new server, and shows only what it complains about", async () => {
    const FLAGS = "-c\nwork_mem=1 MB";
    assert.equal(await guard(postgresql, "PG_MAJOR=17", "17", { FLAGS }), "");
    assert.equal(readFileSync(join(folder, "flags"), "utf8"), `${FLAGS}\n`);
    const said = await guard(postgresql, "PG_MAJOR=17", "17", {
      FLAGS,
      FAKE_COMPLAINT: "FATAL:  unrecognized x",
    });
    assert.match(said, /does not take its settings:\n {2}\| FATAL: {2}unrecognized x\nfix: /);
  });

  it("looks at nothing else where there is no volume yet", async () =>
    assert.equal(await guard(postgresql, "PG_MAJOR=17", "15", { VOLUME: "new" }), ""));
});
