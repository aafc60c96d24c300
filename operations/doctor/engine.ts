import { lookAtHost } from "../../components/preflight/host";
import { say } from "../../messages/say";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/** Whether the stack's engine answers. */
export async function engine(context: Context): Promise<Finding[]> {
  const { ok, problem } = findings("engine");
  const { exitCode, stdout } = await context.docker(["version", "--format", "{{.Server.Version}}"]);
  const { answers, silent } = say().doctor.engine;
  if (exitCode === 0) return [ok(answers({ version: stdout, endpoint: context.endpoint }))];
  // In the words of a release, which would be refused by the same.
  const [trouble] = (await lookAtHost({ ...context, ports: {} })).problems;
  return [problem(trouble ?? silent(context.endpoint))];
}
