import { Engine } from "../../engine/engine";
import { runJob } from "../../engine/run-job";
import { handOverBuild } from "./files";
import type { FilesJob } from "./job";

runJob<FilesJob>((job, _, world) => handOverBuild(job, Engine.of(world)));
