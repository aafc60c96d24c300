import { Engine } from "../../engine/engine";
import { runJob } from "../../engine/run-job";
import { setUpRoles } from "./set-up";
import type { RolesJob } from "./job";

runJob<RolesJob>((job, _, world) => setUpRoles(job, Engine.of(world)));
