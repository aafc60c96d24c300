import { Engine } from "../../engine/engine";
import { runJob } from "../../engine/run-job";
import { switchEdge } from "./switch";
import type { SwitchJob } from "./job";

runJob<SwitchJob>((job, _, world) => switchEdge(job, Engine.of(world)));
