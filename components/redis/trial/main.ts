import { Engine } from "../../engine/engine";
import { runJob } from "../../engine/run-job";
import { trial } from "./trial";
import type { TrialJob } from "./job";

runJob<TrialJob>((job, _, world) => trial(job, Engine.of(world)));
