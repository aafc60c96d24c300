import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { campaign, type CampaignArgs, type Result } from "./campaign";
import { ChaosEngine } from "./engine";

/** Image of the service of `program/`; made once on this machine's engine, where packages can be reached. */
const app = "local/chaos-app:1";

/** A campaign on an engine of its own, which is removed at the end. */
export async function runCampaign(args: Omit<CampaignArgs, "engine">): Promise<Result> {
  const folder = join(__dirname, "program", "app");
  await run("docker", ["build", "--quiet", "--tag", app, folder], { env: { DOCKER_BUILDKIT: "0" } });
  const database = args.product === "PostgreSQL" ? "local/postgres:17" : "local/mariadb:11.8";
  const engine = await ChaosEngine.start([app, database, "local/nginx:1.26"]);
  // What the campaign found is not to be hidden by what is left of its engine.
  const remove = () =>
    engine
      .remove()
      .catch((error: Error) => args.report(`The campaign's engine is not removed: ${error.message}`));
  const ended = () => void remove().finally(() => process.exit(1));
  for (const signal of signals) process.on(signal, ended);
  try {
    return await campaign({ ...args, engine });
  } finally {
    for (const signal of signals) process.off(signal, ended);
    await remove();
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
