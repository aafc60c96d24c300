import { engineJob } from "../../engine/engine-job";
import type { Job } from "./job";
import { migrate } from "./run";

engineJob<Job>(migrate);
