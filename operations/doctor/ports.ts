import { labelPrefix } from "../../components/engine/labels";
import { say } from "../../messages/say";
import { findings, type Finding } from "./finding";
import { askPreflight } from "./preflight";
import type { Context } from "../context/context";

/** Who has the ports that the stack file names. */
export async function ports(context: Context): Promise<Finding[]> {
  const { ok, problem } = findings("ports");
  const { held, free } = say().doctor.ports;
  const label = (name: string) => `{{.Label "${labelPrefix}.${name}"}}`;
  const format = `${label("system")}/${label("stack")} ${label("service")} {{.Ports}}`;
  const { stdout } = await context.docker(["ps", "--format", format]);
  const own = stdout.split("\n").filter((line) => line.startsWith(`${context.system}/${context.stack} `));
  return Promise.all(
    portsOf(context.config).map(async ([key, port]) => {
      const service = own.find((line) => line.includes(`:${port}->`))?.split(" ")[1];
      if (service) return ok(held({ port, key, service }));
      const trouble = await askPreflight(context, `${port} ${key}`);
      return trouble ? problem(trouble) : ok(free({ port, key }));
    }),
  );
}

/** Every port that a stack file publishes, by its key: `edge.port`, `database.localPort`. */
export function portsOf(config: unknown, path: string[] = []): [key: string, port: number][] {
  if (typeof config !== "object" || config === null) return [];
  return Object.entries(config).flatMap(([key, value]): [string, number][] =>
    typeof value === "number" && /^(port|.*Port)$/.test(key)
      ? [[[...path, key].join("."), value]]
      : portsOf(value, [...path, key]),
  );
}
