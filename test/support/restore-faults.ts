import assert from "node:assert/strict";
import { run } from "../../operations/kernel/run";
import type { BareBackups } from "./bare-backups";
import { folder, type Name } from "./backup-project";

/** What a restore may stumble over, beside plain tables. */
export const tables = {
  pg: `CREATE TABLE item (id int PRIMARY KEY, name text);
    INSERT INTO item SELECT g, 'old' FROM generate_series(1, 500) g;
    CREATE TABLE parent (id int); CREATE TABLE child () INHERITS (parent); INSERT INTO child VALUES (1); INSERT INTO parent VALUES (2);
    CREATE VIEW many AS SELECT count(*) FROM item;`,
  maria: `CREATE TABLE item (id int PRIMARY KEY, name text);
    INSERT INTO item SELECT seq, 'old' FROM seq_1_to_500;
    CREATE TABLE stamped (id int PRIMARY KEY, n int) WITH SYSTEM VERSIONING; INSERT INTO stamped VALUES (1, 1); UPDATE stamped SET n = 2;
    CREATE SEQUENCE number; CREATE TABLE numbered (id int DEFAULT nextval(number), name text); INSERT INTO numbered (name) VALUES ('a');
    CREATE TRIGGER louder BEFORE INSERT ON item FOR EACH ROW SET NEW.name = CONCAT(NEW.name, '!');
    CREATE VIEW many AS SELECT count(*) AS rows_ FROM item;`,
};

/** Kills the `docker exec` of this machine that speaks to a container. */
export async function killClient(container: string): Promise<boolean> {
  const { stdout } = await run("pgrep", ["-f", `^docker exec .*${container} sh -c`], { reject: false });
  const found = stdout.split("\n").filter((pid) => pid !== "");
  for (const pid of found) process.kill(Number(pid), "SIGKILL");
  return found.length > 0;
}

/** The load of one table is killed: that is said, with the rows that are missing. */
export async function tableKilled(at: BareBackups, variables: Record<string, string>): Promise<void> {
  const dies = `sh -c "sleep 0.3; kill -9 \\$\\$" `;
  const client = {
    pg: "pg_restore --data-only",
    maria: '"$CLIENT" "$CONNECT" --default-character-set=utf8mb4 --max',
  }[at.name];
  const { stdout, stderr, exitCode } = await at.script(
    "restore",
    { ...variables, TARGET: "part", BESIDE: "yes" },
    (text) => text.replace(client, () => dies + client),
  );
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /the load did not end without an error/);
  assert.match(stdout, /expected 500 rows in (public\.)?item\n {2}found (0|no such table)/);
  await at.sql("DROP DATABASE part", { pg: "postgres", maria: "mysql" }[at.name]);
}

/** A backup that does not load as a whole: its extension is not in the image any more, or a table has a type that no server knows. */
export async function damaged(at: BareBackups, id: string): Promise<string> {
  if (at.name === "pg") {
    await at.root("mv /usr/share/postgresql/*/extension/settings.control /tmp");
    return id;
  }
  const bad = `${id.slice(0, -4)}bad0`;
  await at.root(`cd ${folder}
gzip -dc ${id}.sql.gz | sed '/CREATE TABLE .stamped/,/ENGINE/s/int(11)/no_such_type/' | gzip >${bad}.sql.gz
sum=$(sha256sum ${bad}.sql.gz | cut -c 1-64)
sed "s/${id}/${bad}/g; s/\\"sha256\\": \\".*\\"/\\"sha256\\": \\"$sum\\"/" ${id}.json >${bad}.json
chown --reference=${id}.json ${bad}.*`);
  return bad;
}

/** An extension with a table whose rows are partly the user's, as PostGIS and pg_cron have. */
export async function withExtension(pg: BareBackups): Promise<void> {
  await pg.root(`cd "$(ls -d /usr/share/postgresql/*/extension)" && printf "default_version = '1'\\nrelocatable = true\\n" >settings.control && cat >settings--1.sql <<'SQL'
CREATE TABLE setting (id int PRIMARY KEY, name text);
INSERT INTO setting VALUES (1, 'given');
SELECT pg_extension_config_dump('setting', 'WHERE id > 1');
CREATE TABLE inner_matter (id int);
SQL`);
  await pg.sql("CREATE EXTENSION settings; INSERT INTO setting VALUES (2, 'mine')");
}

/** Clients that connect again as soon as they are cut off. */
export const clients = {
  pg: `rm -f /tmp/stop /tmp/refused; touch /tmp/refused
    for i in 1 2 3; do (while [ ! -f /tmp/stop ]; do psql -U postgres -d shop -c 'SELECT pg_sleep(0.2)' >/dev/null 2>>/tmp/refused; done) & done; wait`,
};

/** A disk for the data on which a table that is not big at all does not fit twice. */
export const smallDisk = { pg: "/var/lib/postgresql/data:size=260m", maria: "/var/lib/mysql:size=420m" };
export const big = {
  pg: "CREATE TABLE big AS SELECT repeat(md5(g::text), 30) AS t FROM generate_series(1, 60000) g",
  maria: "CREATE TABLE big AS SELECT REPEAT(MD5(seq), 30) AS t FROM seq_1_to_130000",
};

/** What can be wrong with the files of a backup: how it comes about, and what a restore says. */
export function damages(name: Name, id: string): [damage: string, message: RegExp][] {
  const ending = { pg: "dump", maria: "sql.gz" }[name];
  const product = { pg: "PostgreSQL", maria: "MariaDB" }[name];
  return [
    [`truncate -s 100 ${id}.${ending}`, /is not what was written: 100 bytes of \d+/],
    [`sed -i 's/"format": 1/"format": 2/' ${id}.json`, /format 2 and was written by a newer version/],
    [`sed -i 's/"${product}"/"MySQL"/' ${id}.json`, /a backup of MySQL, and this is/],
    [`sed -i 's|"file": "|"file": "../data/|' ${id}.json`, /names the file "\.\.\/data\//],
    [`sed -i 's/"serverVersion": "/&9/' ${id}.json`, /this server is older/],
  ];
}
