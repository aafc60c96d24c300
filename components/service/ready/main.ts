import { Engine } from "../../engine/engine";
import { runJob } from "../../engine/run-job";
import type { ReadyJob } from "./job";
import { ready } from "./ready";

runJob<ReadyJob>((job, _, world) => ready(job, Engine.of(world)));
