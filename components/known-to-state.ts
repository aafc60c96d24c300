import * as pulumi from "@pulumi/pulumi";
import { knownIn, type Known } from "./known";

type Resources = Record<string, { type: string; outputs: { id?: unknown; engine?: unknown } }>;

/**
 * What the state of the stack which the program runs for knows, as the last update left it. The engine tells this of any stack by name, so
 * also of this one; it reads the state with the backend and the secrets of the running update.
 */
export async function knownToState(): Promise<Known> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs = {} } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
    stackName,
  })) as { outputs?: Resources };
  return knownIn(Object.values(outputs));
}
