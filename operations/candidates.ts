import { said, stopCutOff } from "../components/service/candidates";
import {
  servedByEdge,
  serviceContainers,
  type ServiceContainer,
} from "../components/service/service-containers";
import { judgeCutOff } from "../components/service/unserved";
import type { Subject } from "./doctor/subject";

type Where = Pick<Subject, "engine" | "system" | "stack">;

/** Stops containers that an update which was cut off left beside those that serve. @returns what it did, a line each */
export function stopCandidates(subject: Where): string[] {
  return said(stopCutOff(where(subject)));
}

/** Containers that an update which was cut off left beside those that serve. */
export function candidatesAtWork(subject: Where): ServiceContainer[] {
  const place = where(subject);
  return judgeCutOff(serviceContainers(place), () => servedByEdge(place)).stop;
}

const where = ({ engine, system, stack }: Where) => ({ environment: engine, system, stack });
