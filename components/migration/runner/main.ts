import type { Job } from "./job";
import { runJob } from "./main-job";
import { migrate } from "./run";

runJob<Job>((job, report) => migrate(job, report));
