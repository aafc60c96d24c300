import { Engine } from "./engine";
import { runJob, type Report } from "./run-job";
import type { World } from "./world";

/** What node-program.sh starts, for a job that asks the stack's engine: it gets the engine, whose connections end with the job. */
export function engineJob<Job>(
  work: (job: Job, engine: Engine, report: Report, world: World) => Promise<unknown>,
): void {
  runJob<Job>(async (job, report, world) => {
    const engine = Engine.of(world);
    try {
      return await work(job, engine, report, world);
    } finally {
      engine.close();
    }
  });
}
