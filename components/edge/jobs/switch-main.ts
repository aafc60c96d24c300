import { engineJob } from "../../engine/engine-job";
import { switchEdge } from "./switch";
import type { SwitchJob } from "./job";

engineJob<SwitchJob>(switchEdge);
