import type { Engine } from "../engines";
import { inside, Refusal, type Docker, type GuardJob } from "./job";

/** What a volume holds, read without a server. */
export interface Data {
  /** Text of the file that says which version wrote it; empty: no data. */
  marker: string;
  /** Number of the user who owns the files. */
  owner: number;
  /** Number of the image's own user. */
  server: number;
  /** The folder of the database is there; true where it has another name. */
  hasDatabase: boolean;
  /** PostgreSQL: files of `pg_authid` and `pg_database`. */
  roles?: Buffer;
  databases?: Buffer;
  /** PostgreSQL: replication slots and prepared transactions that it must find room for. */
  slots: number;
  prepared: number;
  /** MariaDB: the file of accounts. */
  accounts?: Buffer;
}

/**
 * Prints a fact a line. The number of a shared catalog's file is in the map of such files: pairs of numbers, after a head of 8 bytes.
 */
const look = `cd /data || exit 1
fact() { printf '%s %s\\n' "$1" "$2"; }
for file in $MARKERS; do [ ! -s "$file" ] || { fact marker "$(base64 <"$file" | tr -d '\\n')"; fact owner "$(stat -c %u "$file")"; break; }; done
fact server "$(id -u "$SERVER_USER")"
[ ! -d "$DATABASE" ] || fact database yes
if [ -s global/pg_filenode.map ]; then
  for pair in roles:1260 databases:1262; do
    node=$(od -An -v -tu4 -j8 global/pg_filenode.map | tr -s ' ' '\\n' | awk -v oid="\${pair#*:}" 'NF { n++; if (n % 2) key = $1; else if (key == oid) { print $1; exit } }')
    [ -z "$node" ] || fact "\${pair%:*}" "$(base64 <"global/$node" | tr -d '\\n')"
  done
  fact slots "$(ls pg_replslot | wc -l)"
  fact prepared "$(ls pg_twophase | wc -l)"
fi
[ ! -s mysql/global_priv.MAD ] || fact accounts "$(base64 <mysql/global_priv.MAD | tr -d '\\n')"
`;

/** Reads what the volume holds, whatever user owns it; undefined when there is no volume, or nothing in it that a server wrote. */
export async function readData(job: GuardJob, engine: Engine, docker: Docker): Promise<Data | undefined> {
  const { name, volume, image, database } = job;
  const there = await docker("volume", "inspect", volume).catch(() => undefined);
  if (there === undefined) return undefined;
  const variables = { MARKERS: engine.markers.join(" "), SERVER_USER: engine.user, DATABASE: database };
  const environment = Object.entries(variables).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  const found = await docker(
    ...[...inside("0", "DAC_READ_SEARCH"), ...environment, "--volume", `${volume}:/data:ro`],
    ...[image, "-c", look],
  ).catch((error: unknown) => {
    // Not what it printed until then: files with password hashes.
    const { message } = error as Error;
    throw new Refusal(
      `The data in volume ${volume} of database ${name} could not be read: ${message.replace(/^docker \S+: ?/, "")}`,
    );
  });
  const data = dataOf(found, engine);
  return data.marker === "" ? undefined : data;
}

/** Reads what the look printed. */
export function dataOf(printed: string, { product }: Pick<Engine, "product">): Data {
  const facts = new Map(
    printed.split("\n").map((line) => [line.split(" ")[0], line.replace(/^\S+ ?/, "").trim()]),
  );
  const file = (key: string) => {
    const text = facts.get(key);
    return text === undefined || text === "" ? undefined : Buffer.from(text, "base64");
  };
  const [roles, databases, accounts] = [file("roles"), file("databases"), file("accounts")];
  return {
    marker: file("marker")?.toString() ?? "",
    owner: Number(facts.get("owner") ?? 0),
    server: Number(facts.get("server") ?? 0),
    hasDatabase: product === "PostgreSQL" || facts.get("database") === "yes",
    slots: Number(facts.get("slots") ?? 0),
    prepared: Number(facts.get("prepared") ?? 0),
    ...(roles && { roles }),
    ...(databases && { databases }),
    ...(accounts && { accounts }),
  };
}
