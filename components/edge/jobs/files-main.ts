import { engineJob } from "../../engine/engine-job";
import { handOverBuild } from "./files";
import type { FilesJob } from "./job";

engineJob<FilesJob>(handOverBuild);
