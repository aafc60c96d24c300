import { engineJob } from "../../engine/engine-job";
import { migrateByFramework, type FrameworkJob } from "./framework";

engineJob<FrameworkJob>(migrateByFramework);
