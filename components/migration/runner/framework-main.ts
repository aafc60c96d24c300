import { migrateByFramework, type FrameworkJob } from "./framework";
import { runJob } from "./main-job";

runJob<FrameworkJob>((job, report) => migrateByFramework(job, report));
