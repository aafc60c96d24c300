import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import { backupFolder } from "../database/database";
import { backupRole } from "../database/role";
import { makeRole, type MadeRole } from "../database/roles/make-role";
import { Service } from "../service/service";
import { UserError } from "../engine/user-error";
import { backupsMistakes, settingsOf, type BackupsArgs } from "./arguments";
import { file, inDatabase, scriptText, scriptVariables } from "./scripts";

export type { BackupsArgs, Retention, Schedule } from "./arguments";

/** Folder of the scripts and the password in the schedule's container. */
const scripts = "/run/backups";

/**
 * Backups of a database: on a schedule, by a container with a health of its own, and whenever `command` is run in the database's
 * container. Each is a dump that was read to its end, with a checksum and a manifest, on the database's volume for backups.
 *
 * @throws UserError naming everything that is wrong with the arguments
 */
export class Backups extends pulumi.ComponentResource {
  /**
   * Shell text that takes a backup: `docker exec --env REASON=… --env RELEASE=… <database's container> sh -c <this>`. The last line of its
   * output is the backup's id. When it fails, it says why on standard error and nothing is left of the backup.
   */
  readonly command: string;
  /** Depend on these before you run `command`. */
  readonly ready: pulumi.Resource[];
  /** Names of the schedule's containers. */
  readonly containers: pulumi.Output<string>[];
  private readonly role: string;

  constructor(
    private readonly name: string,
    private readonly args: BackupsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("web-systems:index:Backups", name, {}, opts);
    const { database } = args;
    this.role = backupRole(database);
    const mistakes = backupsMistakes(this.role, args);
    if (mistakes.length > 0)
      throw new UserError({ what: say().backup.cannotCreate(name), details: mistakes });

    this.command = inDatabase(database.product, database.database, "dump");
    this.ready = [database.ready];
    const role = makeRole(this, name, { database, role: this.role, may: "backup" });
    this.containers = this.schedule(role).addresses;
    this.registerOutputs({ containers: this.containers });
  }

  private schedule(role: MadeRole): Service {
    const { database, memory = 384, cpus } = this.args;
    const { product } = database;
    const text = (name: "dump" | "restore-test" | "schedule" | "healthy") => ({
      [`${scripts}/${name}.sh`]: scriptText(product, name),
    });
    return new Service(
      this.name,
      {
        host: database.host,
        image: database.image,
        command: ["sh", `${scripts}/schedule.sh`],
        user: product.user,
        health: { command: `sh ${scripts}/healthy.sh` },
        settings: {
          ...scriptVariables(product, database.database),
          ...settingsOf(this.args),
          SCRIPTS: scripts,
          SERVER: database.address,
          ROLE: this.role,
          TZ: database.timeZone,
          PASSWORD_FILE: `${scripts}/password`,
        },
        files: {
          [`${scripts}/password`]: role.password,
          [`${scripts}/retention.awk`]: file("retention.awk"),
          ...text("dump"),
          ...text("restore-test"),
          ...text("schedule"),
          ...text("healthy"),
        },
        volumes: { [backupFolder]: database.backups },
        // Each backup is written beside and renamed when it is whole: the database's own container writes there too.
        sharedVolumes: true,
        databases: [database],
        onlyDatabases: true,
        memory,
        ...(cpus !== undefined && { cpus }),
        dependsOn: [role.ready],
        stopGrace: 10,
      },
      { parent: this },
    );
  }
}
