import { findings, type Finding } from "./finding";
import { askPreflight } from "./preflight";
import type { Subject } from "./subject";

/** Whether the stack's engine answers. */
export async function engine(subject: Subject): Promise<Finding[]> {
  const { ok, problem } = findings("engine");
  const { exitCode, stdout } = await subject.docker(["version", "--format", "{{.Server.Version}}"]);
  if (exitCode === 0) return [ok(`Docker ${stdout} at ${subject.endpoint}`)];
  const trouble = await askPreflight(subject);
  return [
    problem(trouble?.found ?? `Docker does not answer at ${subject.endpoint} within 30 s`, trouble?.remedy),
  ];
}
