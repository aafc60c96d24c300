import { heldBack } from "../../config/deployment-times";
import { Deployments } from "../../config/deployments";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** Whether `pulumi up` may run now. */
export function deployments({ config, system }: Subject): Finding[] {
  const { ok, warning, problem } = findings("deployments");
  const parsed = Deployments.safeParse(config["deployments"] ?? {});
  if (!parsed.success)
    return [problem("the stack file's deployments cannot be read", "pulumi preview names each mistake")];
  const held = heldBack(parsed.data, system, new Date());
  return [
    held
      ? warning(`${held.what}; ${held.lines.map((line) => line.replace(/ +/g, " ")).join("; ")}`, held.fix)
      : ok("pulumi up may run now"),
  ];
}
