import type { StackOnEngine } from "../components/engine/stack-on-engine";
import { said, stopCutOff } from "../components/service/candidates";
import {
  servedByEdge,
  serviceContainers,
  type ServiceContainer,
} from "../components/service/service-containers";
import { judgeCutOff } from "../components/service/unserved";

/** Stops containers that an update which was cut off left beside those that serve. @returns what it did, a line each */
export function stopCandidates(place: StackOnEngine): string[] {
  return said(stopCutOff(place));
}

/** Containers that an update which was cut off left beside those that serve. */
export function candidatesAtWork(place: StackOnEngine): ServiceContainer[] {
  return judgeCutOff(serviceContainers(place), () => servedByEdge(place)).stop;
}
