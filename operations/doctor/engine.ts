import { ifAnswered } from "../../components/engine/engine";
import { silent } from "../../components/preflight/silent";
import { say } from "../../messages/say";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/** Whether the stack's engine answers. */
export async function engine({ engine, environment, endpoint }: Context): Promise<Finding[]> {
  const { ok, problem } = findings("engine");
  const asked = engine
    .info()
    .then(({ ServerVersion: version }) => [ok(say().doctor.engine.answers({ version, endpoint }))]);
  // In the words of a release, which would be refused by the same.
  return ifAnswered(asked, (failed) => [problem(silent(environment, failed))]);
}
