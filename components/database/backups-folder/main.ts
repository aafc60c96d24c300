import { engineJob } from "../../engine/engine-job";
import { giveToServer } from "./give";
import type { BackupsFolderJob } from "./job";

engineJob<BackupsFolderJob>(giveToServer);
