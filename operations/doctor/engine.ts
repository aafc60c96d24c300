import { EngineFailed, ifAnswered } from "../../components/engine/engine";
import { silent } from "../../components/preflight/silent";
import { say } from "../../messages/say";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/** Whether the stack's engine answers. */
export async function engine({ engine, environment, endpoint }: Context): Promise<Finding[]> {
  const { ok, problem } = findings("engine");
  const found = await ifAnswered(engine.info(), (failed) => failed);
  // In the words of a release, which would be refused by the same.
  if (found instanceof EngineFailed) return [problem(silent(environment, found))];
  return [ok(say().doctor.engine.answers({ version: found.ServerVersion, endpoint }))];
}
