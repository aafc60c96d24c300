import { say } from "../../messages/say";
import { findings, type Finding } from "./finding";
import { askPreflight } from "./preflight";
import type { Subject } from "./subject";

/** Whether the stack's engine answers. */
export async function engine(subject: Subject): Promise<Finding[]> {
  const { ok, problem } = findings("engine");
  const { exitCode, stdout } = await subject.docker(["version", "--format", "{{.Server.Version}}"]);
  const { answers, silent } = say().doctor.engine;
  if (exitCode === 0) return [ok(answers({ version: stdout, endpoint: subject.endpoint }))];
  return [problem((await askPreflight(subject)) ?? silent(subject.endpoint))];
}
