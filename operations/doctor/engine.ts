import { silent } from "../../components/preflight/silent";
import { say } from "../../messages/say";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/** Whether the stack's engine answers. */
export async function engine({ engine, environment, endpoint }: Context): Promise<Finding[]> {
  const { ok, problem } = findings("engine");
  try {
    const { ServerVersion: version } = await engine.info();
    return [ok(say().doctor.engine.answers({ version, endpoint }))];
  } catch (error) {
    // In the words of a release, which would be refused by the same.
    return [problem(silent(environment, error as Error))];
  }
}
