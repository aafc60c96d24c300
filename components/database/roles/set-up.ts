import { say } from "../../../messages/say";
import { outcomeOf, type Engine } from "../../engine/engine";
import { UserError } from "../../engine/user-error";
import type { RolesJob } from "./job";

/** Sets up the roles of a database. The client's messages may quote a password, so they are not shown. @throws UserError when it fails */
export async function setUpRoles(job: RolesJob, engine: Pick<Engine, "exec">): Promise<void> {
  const { container, database, role, wait, admin, sql, marker } = job;
  const isDone = async (command: string[], stdin?: string) => {
    const ran = engine.exec(container, command, { ...(stdin !== undefined && { stdin }) });
    return (await outcomeOf(ran)).code === 0;
  };
  const note = ['printenv "$1" >"$2"', "sh", marker?.variable ?? "", marker?.file ?? ""];
  const isSetUp =
    (await isDone(["sh", "-c", admin], sql)) && (!marker || (await isDone(["sh", "-c", ...note])));
  if (!isSetUp) throw new UserError(say().preparation.noRoles({ container, database, role, wait }));
}
