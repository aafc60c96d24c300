import { join } from "node:path";
import { run } from "../../toolchain/run";
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
  try {
    return await campaign({ ...args, engine });
  } finally {
    // What the campaign found is not to be hidden by what is left of its engine.
    await engine.remove().catch((error: Error) => args.report(`Its engine is not removed: ${error.message}`));
  }
}
