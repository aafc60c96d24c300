import { migrateByFramework, type FrameworkJob } from "./framework";
import { runJob } from "../../engine/run-job";

runJob<FrameworkJob>((job, report, world) => migrateByFramework(job, report, world));
