import type { Engine } from "./engines";

/** What the steps of {@link upgradePath} name. */
export interface Upgraded {
  /** The component's name. */
  name: string;
  /** Container that runs the old version. */
  container: string;
  /** Volume with the old version's data. */
  volume: string;
  /** Pulumi refuses to exchange the volume. */
  isProtected: boolean;
}

/**
 * The way from one major version to the next, as commands that a person can copy. The old data stays as it is, so the way back is
 * the old image and the old volume. `@NEW@` stands for the new version and `@IMAGE@` for its image: the guard knows them.
 */
export function upgradePath(engine: Engine, { name, container, volume, isProtected }: Upgraded): string[] {
  const next = `${container}-@NEW@`;
  const data = `${volume}-@NEW@`;
  const run = `docker run --detach --name ${next} --network none --volume ${data}:${engine.data}`;
  const unprotect = isProtected ? ` (it is protected: first pulumi state unprotect, for ${name}-data)` : "";
  const steps = [
    "stop what writes to it (docker stop, the services of this stack); if the engine restarts before the last step, it starts them again: start over",
    ...(engine.product === "PostgreSQL" ? byDump(engine, container, run, next) : byCopy(engine)),
    `docker stop --time 60 ${next} && docker rm --volumes ${next}`,
    `set volume: "${data}" for database ${name}${unprotect}, then pulumi up`,
  ];
  return steps.map((step, at) => `${at + 1}. ${step}`);

  /** Its server upgrades the files itself, or with its own program: it works on a copy. */
  function byCopy({ product, user }: Engine): string[] {
    const copy = `docker run --rm --user root --entrypoint cp --volume ${volume}:/from:ro --volume ${data}:/to @IMAGE@ -a /from/. /to/`;
    return [
      `docker stop --time 60 ${container}`,
      copy,
      `${run} @IMAGE@`,
      ...(product === "MariaDB" ? [`docker exec --user ${user} ${next} mariadb-upgrade -u mysql`] : []),
    ];
  }
}

/** Its files cannot be read by another version: everything goes over as SQL, roles included. */
function byDump({ user }: Engine, container: string, run: string, next: string): string[] {
  return [
    `${run} --env POSTGRES_PASSWORD_FILE=/proc/sys/kernel/random/uuid @IMAGE@`,
    `docker exec --user ${user} ${container} pg_dumpall | docker exec -i --user ${user} ${next} psql -X -q -d postgres`,
  ];
}
