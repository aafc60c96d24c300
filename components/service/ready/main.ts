import { engineJob } from "../../engine/engine-job";
import type { ReadyJob } from "./job";
import { ready } from "./ready";

engineJob<ReadyJob>(ready);
