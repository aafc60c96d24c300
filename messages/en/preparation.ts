import { ours } from "../command";
import type { Problem } from "../problem";

/** What is said of what is made ready before something starts. */
export const preparation = {
  redisFailed: ({ name, report }: { name: string; report: string[] }): Problem => ({
    what: `Redis ${name} does not work with this image and these settings; a running one was not touched. Redis reports:`,
    details: report,
    fix: "correct the image or the settings, then run 'pulumi up' again",
  }),
  notGiven: ({ volume, user, said }: { volume: string; user: string; said: string }): Problem => ({
    what: `The volume ${volume} for backups could not be given to ${user}: ${said}`,
    details: ["Nothing that serves was changed."],
  }),
  noRoles: (a: {
    database: string;
    container: string;
    role: string | undefined;
    wait: number | undefined;
  }): Problem => ({
    what: `Could not set up ${a.role === undefined ? "the roles" : `the role ${a.role}`} of database ${a.database} in ${a.container}.`,
    details: [
      `Is the container running, and was its volume made by another system? See: docker logs ${a.container}`,
      ...(a.wait === undefined
        ? []
        : [
            `A migration that has been running for more than ${a.wait} minutes also blocks it: ${ours("migrate -- status")}`,
          ]),
    ],
  }),
};
