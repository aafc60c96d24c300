import { engineJob } from "../../engine/engine-job";
import { setUpRoles } from "./set-up";
import type { RolesJob } from "./job";

engineJob<RolesJob>(setUpRoles);
