import { say } from "../../../messages/say";
import { EngineFailed } from "../../engine/engine";
import { engineJob } from "../../engine/engine-job";
import { UserError } from "../../engine/user-error";
import { guard } from "./guard";
import type { GuardJob } from "./job";

engineJob<GuardJob>(async (job, engine, report) => {
  try {
    for (const line of await guard(job, engine)) report(line);
  } catch (error) {
    if (!(error instanceof UserError || error instanceof EngineFailed)) throw error;
    throw new UserError(`${error.message}\n${say().database.guard.nothingChanged}`);
  }
});
