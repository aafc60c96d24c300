import type { Job } from "./job";
import { runJob } from "../../engine/run-job";
import { migrate } from "./run";

runJob<Job>((job, report, world) => migrate(job, report, world));
