import { readFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../../messages/say";
import { fewRights } from "../../workload/few-rights";
import { outcomeOf, type Engine } from "../../engine/engine";
import { plain } from "../../engine/plain";
import { UserError } from "../../engine/user-error";
import type { TrialJob } from "./job";

/**
 * Starts a Redis without data, network and password, until it accepts a write. A failure stops the release here, while the current server still runs.
 *
 * @throws UserError with what Redis says
 */
export async function trial(job: TrialJob, engine: Pick<Engine, "run">): Promise<void> {
  const { code, both } = await ran(job, engine);
  if (code === 0) return;
  const report = plain(both)
    .trimEnd()
    .split("\n")
    .map((line) => `| ${line}`);
  throw new UserError(say().preparation.redisFailed({ name: job.name, report }));
}

function ran({ image, memory, conf, labels }: TrialJob, engine: Pick<Engine, "run">) {
  const inside = readFileSync(join(__dirname, "inside.sh"), "utf8");
  const ran = engine.run({
    ...{ Image: image, Entrypoint: ["sh"], Cmd: ["-c", inside], User: "redis", Labels: labels },
    Env: [`CONF=${conf}`],
    HostConfig: {
      ...fewRights(),
      Tmpfs: { "/tmp": "" },
      ...{ Memory: memory * 2 ** 20, MemorySwap: memory * 2 ** 20 },
    },
  });
  return outcomeOf(ran);
}
