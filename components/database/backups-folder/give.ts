import { say } from "../../../messages/say";
import { fewRights } from "../../workload/few-rights";
import { outcomeOf, type Engine } from "../../engine/engine";
import { plain } from "../../engine/plain";
import { UserError } from "../../engine/user-error";
import type { BackupsFolderJob } from "./job";

/** Gives a volume to the user of a server, who alone may look into it. @throws UserError with what failed */
export async function giveToServer(job: BackupsFolderJob, engine: Pick<Engine, "run">): Promise<void> {
  const { image, volume, user } = job;
  const give = 'chmod 0700 /backups && chown "$1:$1" /backups';
  const ran = engine.run({
    ...{ Image: image, Entrypoint: ["sh"], Cmd: ["-c", give, "sh", user], User: "0" },
    HostConfig: { ...fewRights(["CHOWN", "FOWNER"]), Binds: [`${volume}:/backups`] },
  });
  const { code, both } = await outcomeOf(ran);
  if (code !== 0) throw new UserError(say().preparation.notGiven({ volume, user, said: plain(both).trim() }));
}
