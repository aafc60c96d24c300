import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import { targetOf } from "../database/client/target";
import type { Database } from "../database/database";
import type { Host, Running } from "../engine/host";
import type { Nginx } from "../edge/nginx";
import type { ReleaseRecorder } from "../release/release";
import type { Service } from "../service/service";
import { UserError } from "../engine/user-error";
import type { HttpCheck, Outcome, Plan, QueryCheck, TableCheck } from "./checks";
import { afterwards, failures, summary } from "./report";
import { runChecks } from "./run";

export type { ColumnCheck, HttpCheck, QueryCheck, TableCheck } from "./checks";

/** A database, and what must be true of it. That the application's role can work with what is in it is always checked. */
export interface DatabaseChecks {
  database: Database;
  /** Tables that must be there, with columns, indexes and rows. Default none. */
  tables?: TableCheck[];
  /** Queries and their answers. Default none. */
  queries?: QueryCheck[];
}

/** A command that ends with 0 when all is well, in a running container of a service, with its settings. What it makes it must remove. */
export interface CommandCheck {
  service: Service;
  /** @example ["node", "dist/verify.js"] */
  command: string[];
  /** Default: the command. */
  name?: string;
  /** Seconds that it may take. Default 60. */
  timeout?: number;
}

/** Arguments of {@link Verification}. */
export interface VerificationArgs {
  host: Host;
  /**
   * What must run, by what the checks call it: services, whose readiness is waited for, or names of containers, which are looked at as they are.
   * @default all that was made on the host before
   */
  containers?: Record<string, Running>;
  /** The edge, which the requests go through. Needed with `http`. */
  nginx?: Nginx;
  /** Requests and their answers. Default none. */
  http?: HttpCheck[];
  /** Default none. */
  databases?: DatabaseChecks[];
  /** Default none. */
  commands?: CommandCheck[];
  /** Looks when these are done too, besides the switch of `nginx` and the services that are named here. Default none. */
  after?: pulumi.Resource[];
  /** Record that a failure is written to. Default: none. */
  release?: ReleaseRecorder;
}

/**
 * The checks after the switch, at the end of every `pulumi up`, also of one that changes nothing: the engine compares a program with its
 * state, and a container that died or a table that was dropped by hand is still in the state. A preview does not look. `npm run verify`
 * does the same at any time, by what the last update left in the state: so no check may hold a secret.
 *
 * @throws UserError that says of everything that failed what was expected, what was found and where to look
 * @example
 * new Verification("verification", {
 *   host, nginx,
 *   http: [{ path: "/health", json: { status: "ok" } }],
 *   databases: [{ database, tables: [{ table: "orders", columns: { version: { type: "int", default: "0" } } }] }],
 * });
 */
export class Verification extends pulumi.ComponentResource {
  /** Known when all checks passed. */
  readonly passed: pulumi.Output<void>;
  private readonly args: VerificationArgs & Required<Pick<VerificationArgs, "containers">>;

  constructor(name: string, given: VerificationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:Verification", name, {}, opts);
    const args = (this.args = { ...given, containers: given.containers ?? { ...given.host.running } });
    const mistakes = mistakesIn(args);
    if (mistakes.length > 0) throw new UserError(say().verification.cannotCreate({ name, mistakes }));
    const plan = this.plan();
    const { environment } = args.host;
    const done = pulumi.all(awaited(args).map(({ urn }) => urn));
    this.passed = pulumi.runtime.isDryRun()
      ? pulumi.output(undefined)
      : pulumi.all([plan, done]).apply(async ([checks]) => this.judge(await runChecks(checks, environment)));
    // For `npm run verify`.
    this.registerOutputs({ plan, environment });
  }

  private async judge(outcomes: Outcome[]): Promise<void> {
    if (outcomes.every(({ failure }) => !failure)) {
      await pulumi.log.info(summary(outcomes), this);
      return;
    }
    const message = failures(outcomes);
    const release = await this.args.release?.failed("verification", message);
    throw new UserError([message, ...afterwards(release)].join("\n"));
  }

  private plan(): pulumi.Output<Plan> {
    const { containers, nginx, databases = [], commands = [] } = this.args;
    const http = (this.args.http ?? []).filter(({ path }) => nginx?.serves(path));
    const running = Object.entries(containers).flatMap(([service, entry]) =>
      (Array.isArray(entry) ? entry : entry.addresses).map((container) =>
        pulumi.output(container).apply((known) => ({ service, container: known })),
      ),
    );
    const asked = databases.map(({ database, tables = [], queries = [] }) =>
      targetOf(database).apply((target) => ({
        ...{ name: database.address, target, app: database.app },
        ...{ tables, queries },
      })),
    );
    const run = commands.map(({ service, command, name, timeout = 60 }) =>
      pulumi.output(service.addresses[0] ?? "").apply((container) => ({
        name: name ?? command.join(" "),
        container,
        service: service.name,
        command: service.withSettings(command),
        timeout,
      })),
    );
    const edge = nginx?.container.apply((container) => ({ ...nginx.inside, container, checks: http }));
    return pulumi
      .all([pulumi.all(running), pulumi.all(asked), pulumi.all(run), edge])
      .apply(([found, targets, jobs, site]) => ({
        containers: found,
        databases: targets,
        commands: jobs,
        ...(site && http.length > 0 && { edge: site }),
      }));
  }
}

/** What comes before the checks. A worker may be replaced after the switch: until it is ready, its container says nothing of it. */
function awaited({ containers = {}, nginx, commands = [], after = [] }: VerificationArgs): pulumi.Resource[] {
  const named = Object.values(containers).flatMap((entry) => (Array.isArray(entry) ? [] : [entry]));
  const services = new Set<{ ready: pulumi.Resource[] }>([
    ...named,
    ...commands.map(({ service }) => service),
  ]);
  return [...after, ...(nginx ? [nginx.switched] : []), ...[...services].flatMap(({ ready }) => ready)];
}

function mistakesIn({ http = [], nginx, databases = [] }: VerificationArgs): string[] {
  const texts = say().verification.mistake;
  return [
    ...(http.length > 0 && !nginx ? [texts.nginx] : []),
    ...http.filter(({ path }) => !path.startsWith("/")).map(({ path }) => texts.path(path)),
    ...databases
      .flatMap(({ queries = [] }) => queries)
      .filter(({ sql }) => sql.trim() === "")
      .map(() => texts.query),
    ...databases
      .flatMap(({ tables = [] }) => tables)
      .filter(({ table }) => !/^\w+$/.test(table))
      .map(({ table }) => texts.table(table)),
  ];
}
