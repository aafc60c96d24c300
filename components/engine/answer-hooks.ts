import * as pulumi from "@pulumi/pulumi";
import { answerIn } from "./answer";
import type { Hooks } from "./hooks";
import type { Host } from "./host";

/**
 * Gets what a job answered when it had done its work.
 *
 * @param job name of its resource
 * @param answer as `answerIn` reads it: undefined when it is not known
 */
export type AnswerListener = (job: string, answer: unknown) => void;

/** By engine, as the components know it. */
const hooks = new WeakMap<Host["environment"], pulumi.ResourceHook>();

/** Tells what jobs of an engine answer that are made from now on. One listener an engine. */
export function onAnswer(environment: Host["environment"], listener: AnswerListener): void {
  const hook = new pulumi.ResourceHook("job-answers", async ({ name, newOutputs }) =>
    listener(name, answerIn(await plainOf(newOutputs?.["stdout"]))),
  );
  hooks.set(environment, hook);
}

/** A hook gets what is secret as an Output, as what a job with secret input prints. */
const plainOf = (value: unknown) =>
  new Promise<unknown>((known) => pulumi.output(value as pulumi.Input<string>).apply(known));

/** Hooks for the resource of a job that answers; none where nobody listens. */
export function answerHooks(environment: Host["environment"]): Hooks {
  const hook = hooks.get(environment);
  return hook ? { afterCreate: [hook], afterUpdate: [hook] } : {};
}
