import { migrateByFramework, type FrameworkJob } from "./framework";
import { runJob } from "../../engine/run-job";

runJob<FrameworkJob>((job, report) => migrateByFramework(job, report));
