import * as pulumi from "@pulumi/pulumi";

/** A resource as the state has it. */
export interface StatedResource {
  type: string;
  outputs: Record<string, unknown>;
}

let read: Promise<Record<string, StatedResource>> | undefined;

/**
 * What the state of the stack which the program runs for knows, as the last update left it, by URN. The engine tells this of any stack by name, so
 * also of this one; it reads the state with the backend and the secrets of the running update. It is read once, and early: later the running
 * update writes the state, and who reads it in that moment finds half of it.
 */
export function ownState(): Promise<Record<string, StatedResource>> {
  return (read ??= retried());
}

async function retried(attempts = 5): Promise<Record<string, StatedResource>> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  try {
    const { outputs } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
      stackName,
    })) as { outputs?: Record<string, StatedResource> };
    return outputs ?? {};
  } catch (error) {
    if (attempts === 1 || !/EOF|unexpected end|load checkpoint/i.test((error as Error).message)) throw error;
    await new Promise((done) => setTimeout(done, 200));
    return retried(attempts - 1);
  }
}
