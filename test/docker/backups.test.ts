import assert from "node:assert/strict";
import {
  BackupProject,
  expected,
  folder,
  images,
  names,
  pause,
  until,
  user,
  type Name,
} from "../support/backup-project";

/** Taken and kept, on real servers of both engines. The tests follow one another. */
describe("docker: backups of two engines", function () {
  this.timeout(240_000);
  let at: BackupProject;

  before(async () => {
    at = await BackupProject.create();
  });
  after(() => at?.project.remove());

  for (const name of names) {
    it(`${name}: the schedule took the first one before its container counted as ready, and proved it`, async () => {
      const log = async () => (await at.docker(["logs", at.schedule(name)])).stdout;
      assert.match(await log(), /took backup \d{8}-\d{6}-[0-9a-f]{4}/);
      await until(async () => /was restored in \d+ s: 0 tables and all/.test(await log()));
    });

    it(`${name}: one on request is read to its end, and its manifest says what is in it`, async () => {
      const options = ["--env", 'REASON=before "this"', "--env", "RELEASE=r7"];
      const { stdout, stderr, exitCode } = await at.backUp(name, ...options);
      assert.equal(exitCode, 0, stderr);
      const id = stdout.split("\n").at(-1) ?? "";
      const found = await at.manifest(name, id);
      assert.deepEqual(found.tables, expected[name]);
      const { engine, reason, release, migrationHead, verifiedAt, pinned, database } = found;
      assert.deepEqual(
        { engine, reason, release, migrationHead, verifiedAt, pinned, database },
        {
          engine: name === "pg" ? "PostgreSQL" : "MariaDB",
          reason: 'before "this"',
          release: "r7",
          migrationHead: "2 create_odd.sql",
          verifiedAt: null,
          pinned: false,
          database: "order_system",
        },
      );
      const { stdout: facts } = await at.inside(
        name,
        `cd ${folder} && stat -c '%a %U %s' ${found.file} && stat -c '%a %U' ${id}.json && sha256sum ${found.file}`,
      );
      assert.match(
        facts,
        new RegExp(
          `^600 ${user[name]} ${String(found["bytes"])}\n600 ${user[name]}\n${String(found["sha256"])} `,
        ),
      );
    });
  }

  /** A program of the image, replaced by a shell script for one backup; the volume is the only place that may hold it. */
  async function withFake(
    name: Name,
    program: string,
    script: string,
  ): Promise<[code: number | undefined, said: string]> {
    const fake = `${folder}/fake`;
    await at.inside(
      name,
      `mkdir -p ${fake} && printf '%s' "$FAKE" >${fake}/${program} && chmod 755 ${fake}/${program}`,
      "--env",
      `FAKE=#!/bin/sh\n${script}`,
    );
    const { stdout: path } = await at.inside(name, "printenv PATH");
    const { exitCode, stderr } = await at.backUp(
      name,
      "--env",
      `PATH=${fake}:${path}`,
      "--env",
      `REAL=${path}`,
    );
    await at.inside(name, `rm -r ${fake}`);
    return [exitCode, stderr];
  }

  const damages: Record<Name, [what: string, program: string, script: string, message: RegExp][]> = {
    pg: [
      [
        "fails half-way",
        "pg_dump",
        'for file; do :; done; echo half >"$file"; echo "lost connection" >&2; exit 1',
        /could not be dumped to the end\n.*lost connection/,
      ],
      [
        "is short by one byte",
        "pg_dump",
        'PATH=$REAL pg_dump "$@" && for file; do :; done && truncate -s -1 "$file"',
        /is damaged: it cannot be read to its end\n.*end of file/,
      ],
    ],
    maria: [
      [
        "fails half-way",
        "mariadb-dump",
        'echo half; echo "lost connection" >&2; exit 3',
        /could not be dumped to the end\n.*lost connection/,
      ],
      [
        "is short by one byte",
        "gzip",
        '[ "$1" = -dc ] && PATH=$REAL exec gzip "$@"; PATH=$REAL; gzip "$@" | head -c -1',
        /is damaged: it cannot be read to its end\n.*unexpected end of file/,
      ],
      [
        "ends without its trailer",
        "mariadb-dump",
        'PATH=$REAL mariadb-dump "$@" | grep -v "Dump completed"',
        /is damaged.*\n.*last line is not -- Dump completed/,
      ],
    ],
  };
  for (const name of names)
    for (const [what, program, script, message] of damages[name])
      it(`${name}: a dump that ${what} is no backup, and leaves nothing`, async () => {
        const before = await at.list(name);
        const [code, said] = await withFake(name, program, script);
        assert.equal(code, 1);
        assert.match(said, message);
        assert.match(said, /Nothing is kept of it; the 2 earlier backups are as they were\.$/);
        assert.deepEqual(await at.list(name), before);
      });

  for (const name of names)
    it(`${name}: a full disk is found before the dump or during it; the backup before stays`, async () => {
      const small = `${at.project.stack}-small-${name}`;
      const { stdout: env } = await at.docker([
        "inspect",
        "--format",
        "{{range .Config.Env}}{{println .}}{{end}}",
        at.schedule(name),
      ]);
      const dump = (size: string, ...command: string[]) => [
        ...[
          "--network",
          `proxy-system-${at.project.stack}-database`,
          "--user",
          user[name],
          "--volumes-from",
          `${at.schedule(name)}:ro`,
        ],
        ...env
          .split("\n")
          .filter((line) => line.includes("="))
          .flatMap((line) => ["--env", line]),
        ...["--tmpfs", "/tmp", "--tmpfs", `/small:size=${size},uid=999,mode=700`, "--env", "BACKUPS=/small"],
        ...["--entrypoint", command[0] ?? "", images[name], ...command.slice(1)],
      ];
      const refused = await at.docker(["run", "--rm", ...dump("64k", "sh", "/run/backups/dump.sh")]);
      assert.equal(refused.exitCode, 1);
      assert.match(
        refused.stderr,
        /failed: 1 MiB are free in \/small; \d+ MiB are needed, 1\.5 times the size of the database\. Make room/,
      );

      await at.docker(["run", "--detach", "--name", small, ...dump("40m", "sleep", "infinity")]);
      try {
        const first = await at.docker(["exec", small, "sh", "/run/backups/dump.sh"]);
        assert.equal(first.exitCode, 0, first.stderr);
        // The dump waits for the lock while the disk fills up.
        const lock =
          name === "pg" ? "BEGIN; LOCK item; SELECT pg_sleep(5)" : "LOCK TABLES item WRITE; SELECT SLEEP(5)";
        const locked = at.sql(name, lock);
        await pause(1000);
        const second = at.docker(["exec", small, "sh", "/run/backups/dump.sh"]);
        await pause(1500);
        await at.docker(["exec", small, "sh", "-c", "dd if=/dev/zero of=/small/filler bs=64k 2>/dev/null"]);
        const { exitCode, stderr } = await second;
        await locked;
        assert.equal(exitCode, 1);
        assert.match(stderr, /No space left on device/);
        assert.match(stderr, /Nothing is kept of it; the 1 earlier backups are as they were/);
        const left = await at.docker([
          "exec",
          small,
          "sh",
          "-c",
          'rm /small/filler; ls /small | wc -l; cd /small && sed -n \'s/.*"sha256": "\\(.*\\)".*/\\1/p\' *.json && sha256sum *[pz]',
        ]);
        assert.match(left.stdout, /^2\n([0-9a-f]{64})\n\1 /);
      } finally {
        await at.docker(["rm", "--force", small]);
      }
    });

  it("have nothing to do when nothing was edited", async () =>
    assert.deepEqual(await at.project.changes(), []));

  it("maria: none is taken while a migration runs, but the one before it", async () => {
    const lock = "SELECT GET_LOCK(CONCAT('migrations.', SHA1(DATABASE())), 0); SELECT SLEEP(6)";
    const migration = at.sql("maria", lock);
    await pause(1000);
    const { exitCode, stderr } = await at.backUp("maria");
    assert.equal(exitCode, 75);
    assert.match(stderr, /failed: a migration is running\. Take it again afterwards\./);
    assert.equal((await at.backUp("maria", "--env", "REASON=migration")).exitCode, 0);
    await migration;
  });

  for (const name of names)
    it(`${name}: the role of backups reads and cannot write, and its password is nowhere to be seen`, async () => {
      const client = {
        pg: 'PGPASSWORD=$(cat "$PASSWORD_FILE") psql -h "$SERVER" -U "$ROLE" -d "$DATABASE" -c "INSERT INTO item VALUES (7, 7)" -c "SET transaction_read_only = off" -c "DELETE FROM item"',
        maria:
          'MYSQL_PWD=$(cat "$PASSWORD_FILE") mariadb -f -h "$SERVER" -u "$ROLE" "$DATABASE" -e "INSERT INTO item VALUES (7, 7); DELETE FROM item"',
      }[name];
      const { stderr, exitCode } = await at.docker(["exec", at.schedule(name), "sh", "-c", client]);
      assert.notEqual(exitCode, 0);
      assert.match(stderr, /read-only transaction|INSERT command denied/);
      const { stdout: password } = await at.docker([
        "exec",
        at.schedule(name),
        "cat",
        "/run/backups/password",
      ]);
      assert.equal(password.length, 32);
      const seen = [
        await at.docker(["inspect", ...(await at.project.onEngine("container"))]),
        await at.docker(["logs", at.schedule(name)]),
        await at.docker(["logs", at.container(name)]),
        await at.docker(["top", at.schedule(name), "axe"]),
        await at.project.cli("stack", "export", "--stack", at.project.stack),
      ];
      for (const { stdout, stderr } of seen) assert.ok(!(stdout + stderr).includes(password));
    });

  it("the schedule takes backups, deletes what retention does not keep, and is unhealthy when they stop", async () => {
    const files = await at.list("pg");
    const [first = ""] = files.filter((each) => each.endsWith(".json")).map((each) => each.slice(0, -5));
    for (const id of ["20200101-000000-aaaa", "20200101-010000-bbbb"])
      await at.inside(
        "pg",
        `cd ${folder} && cp ${first}.dump ${id}.dump && sed 's/${first}/${id}/; s/"verifiedAt": ".*"/"verifiedAt": null/' ${first}.json >${id}.json`,
      );
    await at.up({ everyMinutes: 0.1, maxAgeMinutes: 0.3 });
    await until(async () => (await at.list("pg")).length > files.length + 4);
    const kept = await at.list("pg");
    assert.ok(!kept.some((each) => each.includes("-aaaa")), kept.join(" "));
    assert.ok(kept.includes("20200101-010000-bbbb.json") && kept.includes(`${first}.json`));

    await at.sql("pg", "ALTER ROLE order_system_backup NOLOGIN");
    const format = ["inspect", "--format", "{{json .State.Health}}", at.schedule("pg")];
    const health = async () => (await at.docker(format)).stdout;
    const becomes = (wanted: string) =>
      until(async () => (JSON.parse(await health()) as { Status: string }).Status === wanted);
    await becomes("unhealthy");
    assert.match(
      await health(),
      /The newest backup, [\w-]+, is 0 h \d min old; it may be 0 h 0 min.*not permitted to log in/,
    );
    await at.sql("pg", "ALTER ROLE order_system_backup LOGIN");
    await becomes("healthy");
  });
});
