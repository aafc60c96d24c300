import { migrate } from "../../components/migration/runner/run";
import { theWorld } from "../../components/engine/world";
import type { Found } from "./target";

/** Runs what is pending outside of an update: for a database to which an older backup was restored. */
export async function apply({ job, engine }: Found): Promise<void> {
  await migrate(job, engine, (line) => console.log(line), theWorld);
}
