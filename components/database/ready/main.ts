import { Engine } from "../../engine/engine";
import { runJob } from "../../engine/run-job";
import type { DatabaseReadyJob } from "./job";
import { databaseReady } from "./ready";

runJob<DatabaseReadyJob>((job, report, world) => databaseReady(job, Engine.of(world), report));
