import * as pulumi from "@pulumi/pulumi";
import { problemText } from "../../messages/render";
import { say } from "../../messages/say";
import { targetOf } from "../database/client/target";
import type { Database } from "../database/database";
import type { Service } from "../service/service";
import { withEngine } from "../engine/with-engine";
import { askReadOnly } from "../database/client/read-only";

/** Arguments of {@link Administrator}. */
export interface AdministratorArgs {
  /** The application that the administrator is of. */
  service: Service;
  /**
   * Command of its image that reads a user name and a password, a line each, on standard input. It creates the administrator and prints a
   * line with the word `created`; one that is there already it leaves as it is, and ends with 0 too. Neither is ever printed otherwise.
   * @example ["python", "-m", "app.create_admin"]
   */
  command: string[];
  /**
   * User name that is proposed.
   * @default "admin"
   */
  user?: string;
  database: Database;
  /**
   * Query that gives how many administrators there are.
   * @example "SELECT count(*) FROM users WHERE role = 'admin'"
   */
  count: string;
}

/** What `npm run administrator` needs; in the state. */
export interface AdministratorJob {
  container: string;
  command: string[];
  user: string;
}

/**
 * The first administrator, created once from a name and a password that are stored nowhere: not in the stack file, not in the state, in no log. So
 * it is no part of an update: `npm run administrator` asks for them, or generates a password and shows it once. Every preview and
 * update looks, and says so as long as there is none.
 */
export class Administrator extends pulumi.ComponentResource {
  constructor(name: string, args: AdministratorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:Administrator", name, {}, opts);
    const { service, command, user = "admin", database, count } = args;
    const { environment } = database.host;
    const container = pulumi.output(service.addresses[0] ?? "");
    const job = container.apply((known): AdministratorJob => ({
      container: known,
      command: service.withSettings(command),
      user,
    }));
    const ready = pulumi.all(service.ready.map(({ urn }) => urn));
    pulumi.all([targetOf(database), ready]).apply(async ([target]) => {
      const answer = await withEngine(environment, (engine) => askReadOnly(target, engine, count));
      if ("rows" in answer && answer.rows[0] === "0")
        await pulumi.log.warn(problemText(say().administrator.none()), this);
    });
    this.registerOutputs({ job, environment });
  }
}
