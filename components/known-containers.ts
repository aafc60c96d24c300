import * as pulumi from "@pulumi/pulumi";

/**
 * Ids of the containers that the state of the stack which the program runs for knows, as the last update left them. The engine tells this of
 * any stack by name, so also of this one; it reads the state with the backend and the secrets of the running update.
 */
export async function knownContainers(): Promise<string[]> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs = {} } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
    stackName,
  })) as { outputs?: Record<string, { type: string; outputs: { id?: unknown } }> };
  return Object.values(outputs)
    .filter(({ type }) => type === "docker:index/container:Container")
    .map(({ outputs: { id } }) => String(id));
}
