import { say } from "../../../messages/say";
import { saidOf } from "../../engine/said";
import { UserError } from "../../engine/user-error";
import type { Data } from "../product/guard";
import type { Product } from "../product/product";
import { looked, type GuardJob, type Needed } from "./job";

/** Prints a fact a line; what only a product has follows. */
const look = `cd /data || exit 1
fact() { printf '%s %s\\n' "$1" "$2"; }
for file in $MARKERS; do [ ! -s "$file" ] || { fact marker "$(base64 <"$file" | tr -d '\\n')"; fact owner "$(stat -c %u "$file")"; break; }; done
fact server "$(id -u "$SERVER_USER")"
[ ! -d "$DATABASE" ] || fact database yes
`;

/** Reads what the volume holds, whatever user owns it; undefined when there is no volume, or nothing in it that a server wrote. */
export async function readData(
  job: GuardJob,
  product: Product,
  engine: Pick<Needed, "run" | "volume">,
): Promise<Data | undefined> {
  const { name, volume, image, database } = job;
  if ((await engine.volume(volume)) === undefined) return undefined;
  const variables = { MARKERS: product.markers.join(" "), SERVER_USER: product.user, DATABASE: database };
  const script: [string] = [look + product.guard.look];
  const asRoot = { user: "0", capabilities: ["DAC_READ_SEARCH"] };
  const { code, stdout, stderr } = await looked(engine, {
    image,
    labels: job.labels,
    script,
    variables,
    volume,
    ...asRoot,
  });
  // Not what it printed until then: files with password hashes.
  if (code !== 0)
    throw new UserError(say().database.guard.unreadable({ volume, name, said: saidOf(stderr, code) }));
  const data = dataOf(stdout.toString("utf8"));
  return data.marker === "" ? undefined : data;
}

/** Reads what the look printed. */
function dataOf(printed: string): Data {
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
    hasFolder: facts.get("database") === "yes",
    slots: Number(facts.get("slots") ?? 0),
    prepared: Number(facts.get("prepared") ?? 0),
    ...(roles && { roles }),
    ...(databases && { databases }),
    ...(accounts && { accounts }),
  };
}
