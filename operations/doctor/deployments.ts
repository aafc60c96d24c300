import { heldBack } from "../../config/deployment-times";
import { Deployments } from "../../config/deployments";
import { say } from "../../messages/say";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/** Whether `pulumi up` may run now. */
export function deployments({ config, system }: Context): Finding[] {
  const { ok, warning, problem } = findings("deployments");
  const parsed = Deployments.safeParse(config["deployments"] ?? {});
  if (!parsed.success) return [problem(say().doctor.deployments.unreadable)];
  const held = heldBack(parsed.data, system, new Date());
  return [
    held
      ? warning(
          say().doctor.clauses([held.what, ...held.lines.map((line) => line.replace(/ +/g, " "))]),
          held.fix,
        )
      : ok(say().doctor.deployments.mayRun),
  ];
}
