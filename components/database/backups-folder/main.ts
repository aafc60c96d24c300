import { Engine } from "../../engine/engine";
import { runJob } from "../../engine/run-job";
import { giveToServer } from "./give";
import type { BackupsFolderJob } from "./job";

runJob<BackupsFolderJob>((job, _, world) => giveToServer(job, Engine.of(world)));
