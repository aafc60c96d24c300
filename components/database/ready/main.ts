import { engineJob } from "../../engine/engine-job";
import type { DatabaseReadyJob } from "./job";
import { databaseReady } from "./ready";

engineJob<DatabaseReadyJob>(databaseReady);
