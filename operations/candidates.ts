import { said, stopCutOff } from "../components/service/candidates";
import {
  servedByEdge,
  serviceContainers,
  type ServiceContainer,
} from "../components/service/service-containers";
import { judgeCutOff } from "../components/service/unserved";
import { pulumi } from "../toolchain/stack";
import type { Subject } from "./doctor/subject";

type Where = Pick<Subject, "target" | "engine" | "system" | "stack">;

/** Stops containers that an update which was cut off left beside those that serve. @returns what it did, a line each */
export async function stopCandidates(subject: Where): Promise<string[]> {
  const known = await newest(subject);
  return known ? said(stopCutOff(where(subject), known)) : [];
}

/** Containers that an update which was cut off left beside those that serve; none when the state cannot be read. */
export async function candidatesAtWork(subject: Where): Promise<ServiceContainer[]> {
  const known = await newest(subject);
  if (!known) return [];
  const place = where(subject);
  return judgeCutOff(serviceContainers(place), known, () => servedByEdge(place)).stop;
}

const where = ({ engine, system, stack }: Where) => ({ environment: engine, system, stack });

/** Ids of the containers of the state, without those that are to be removed at the end of an update. */
async function newest({ target }: Where): Promise<string[] | undefined> {
  const { exitCode, stdout } = await pulumi(target, ["stack", "export"], { reject: false, timeout: 60_000 });
  if (exitCode !== 0) return undefined;
  const { deployment } = JSON.parse(stdout) as {
    deployment: { resources?: { type: string; id?: string; delete?: boolean }[] };
  };
  return (deployment.resources ?? [])
    .filter((each) => each.type === "docker:index/container:Container" && !each.delete)
    .map(({ id = "" }) => id);
}
