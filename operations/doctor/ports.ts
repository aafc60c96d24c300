import { isOurs, lookAtHost, portProblem } from "../../components/preflight/host";
import { say } from "../../messages/say";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/** Who has the ports that the stack file names. */
export async function ports(context: Context): Promise<Finding[]> {
  const { ok, problem } = findings("ports");
  const { held, free } = say().doctor.ports;
  const { seen, problems } = await lookAtHost({ ...context, ports: {} });
  if (!seen) return problems.map((one) => problem(one));
  return Promise.all(
    portsOf(context.config).map(async ([key, port]) => {
      const own = seen.things.find((each) => isOurs(each, context) && each.ports.includes(port));
      if (own) return ok(held({ port, key, service: own.service }));
      const trouble = await portProblem({ key, port }, seen, context);
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
