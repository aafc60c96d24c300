import * as pulumi from "@pulumi/pulumi";
import type { Database } from "../database/database";
import type { Host } from "../engine/host";
import { nodeProgram } from "../engine/node-program";
import { once, type OnceArgs } from "../workload/once";
import type { TaskJob } from "./runner";

/** Arguments of {@link Task}. */
export interface TaskArgs extends OnceArgs {
  host: Host;
  /** Database that it connects to. Unset: it reaches the services of the stack. */
  database?: Database;
  /** What must be done before it runs. Default nothing. */
  after?: pulumi.Resource[];
  /**
   * It runs again when one of these is another, besides its image, command, settings and secrets.
   * @default none
   */
  every?: pulumi.Input<string>[];
}

/**
 * A command of a release's image that runs once in each release that changes it, in a container of its own that is removed afterwards: for
 * what must be done before services start. It may run any number of times. When it fails, what waits for it does not start, and the old
 * release serves.
 *
 * @example
 * const collected = new Task("collectstatic", {
 *   host, image: backend.id, command: ["python", "manage.py", "collectstatic", "--noinput"], volumes: { "/srv/static": files.name },
 * });
 */
export class Task extends pulumi.ComponentResource {
  /** Depend on this to start after it. */
  readonly done: pulumi.Resource;

  constructor(name: string, args: TaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:Task", name, {}, opts);
    const { host, database, image, after = [], every = [] } = args;
    const place = { host, network: database ? database.network : host.network };
    const job = once(name, args, place).apply((command): TaskJob => ({ name, once: command }));
    this.done = nodeProgram(
      name,
      { file: [__dirname, "runner"], host, job: pulumi.secret(job), triggers: [image, ...every] },
      { parent: this, dependsOn: [...after, ...(database ? [database.ready] : [])] },
    );
    this.registerOutputs({});
  }
}
