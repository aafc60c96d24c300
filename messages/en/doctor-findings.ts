import { ours } from "../command";
import { containers } from "./doctor-containers";
import { releases } from "./doctor-releases";
import { counted } from "./lists";

export interface Certificate {
  what: string;
  until: string;
}

const renewal = "renew it, set it at edge.tls of the stack file, then run pulumi up";

/** What is found by each check, and what to do about it. */
export const findings = {
  containers,
  releases,

  tools: {
    node: (version: string) => `Node.js ${version}`,
    oldNode: (version: string) => ({
      what: `Node.js ${version} is older than 20.5`,
      fix: "install Node.js 20.5 or newer",
    }),
    docker: (version: string) => `docker command ${version}`,
    noDocker: {
      what: "the docker command was not found",
      fix: "apt-get install docker.io, or the package of your system",
    },
    pulumi: ({ version, origin, path }: { version: string; origin: Origin; path: string }) =>
      `Pulumi ${version} (${origin}): ${path}`,
    noPulumi: {
      what: "no Pulumi CLI of a supported version with all plugins",
      fix: "npm start installs one; or install Pulumi, then run pulumi install",
    },
    plugins: (plugins: string[]) => `plugins ${plugins.join(", ")}`,
    missingPlugins: (plugins: string[]) => `plugins are missing: ${plugins.join(", ")}`,
  },

  engine: {
    answers: ({ version, endpoint }: { version: string; endpoint: string }) =>
      `Docker ${version} at ${endpoint}`,
  },

  deployments: {
    unreadable: {
      what: "the stack file's deployments cannot be read",
      fix: "pulumi preview names each mistake",
    },
    mayRun: "pulumi up may run now",
  },

  state: {
    noBackend: {
      what: "no state backend: pulumi is not logged in",
      fix: "pulumi login 'file:///a/folder?metadata=skip', or npm start for stack dev",
    },
    keptAt: (backend: string) => `kept at ${backend}`,
    damagedNote: (file: string) => `${file} is incomplete because its writer was killed; pulumi reports: EOF`,
    resources: ({ count, file }: { count: number; file: string }) =>
      `${counted(count, "resource")} in ${file}`,
    pending: ({ names, stack }: { names: string[]; stack: string }) => ({
      what: `an update is running, or was cut off in: ${names.join(", ")}`,
      fix: `if none is running (see lock): ${ours("unlock --")} --stack ${stack}`,
    }),
    damaged: (file: string) => `${file} is not complete: its disk was full, or it was cut off`,
    missing: ({ stack, folder }: { stack: string; folder: string }) =>
      `there is no state of stack ${stack} at ${folder}`,
    searchBackups: (folder: string) => `there is no complete copy: look for one in backups of ${folder}`,
    initialise: (stack: string) =>
      `if it was never deployed: pulumi stack init ${stack}; otherwise use the backend that has it: pulumi login`,
    newestCopy: ({ found, at, resources }: { found: string; at: string; resources: number }) =>
      `${found}; the newest complete copy is from ${at} UTC with ${counted(resources, "resource")}`,
  },

  lock: {
    free: "no command holds it",
    freeOnEngine: "no command holds it on the engine; the lock of the state is kept by its backend",
    held: (who: string) => `held by ${who}`,
    unreadable: (why: string) => ({
      what: `the lock on the engine could not be read: ${why}`,
      fix: "see engine, then run doctor again",
    }),
    foreign: {
      what: "its name is taken by a container that is not this stack's lock",
      fix: "rename that container",
    },
  },

  disk: {
    ofEngine: "where the engine keeps its data",
    ofBackups: (database: string) => `where backups of ${database} are kept`,
    seeUsage: "docker system df shows what takes space",
    keepFewer: "keep fewer (database.backups of the stack file), or use a larger disk",
    free: ({ free, total, where }: { free: string; total: string; where: string }) =>
      `${free} of ${total} free ${where}`,
    tooLittle: (found: string) => `${found}; a release needs 2 GiB free`,
  },

  ports: {
    held: ({ port, key, service }: { port: number; key: string; service: string }) =>
      `${port} (${key}) is held by ${service} of this stack`,
    free: ({ port, key }: { port: number; key: string }) => `${port} (${key}) is free`,
  },

  certificates: {
    none: "the stack file has no edge.tls: it is served over http",
    unreadable: ({ file, why }: { file: string; why: string }) => ({
      what: `${file} cannot be read as a certificate: ${why}`,
      fix: renewal,
    }),
    served: (address: string) => `the certificate served at ${address}`,
    notServed: (address: string) => ({
      what: `nothing serves TLS at ${address}, as seen from this machine`,
      fix: "pulumi up, if it should",
    }),
    expired: ({ what, until }: Certificate) => `${what} expired on ${until}`,
    lasts: ({ what, days, until }: Certificate & { days: number }) =>
      `${what}: ${counted(days, "day")} left, until ${until}`,
    renewal,
  },

  backups: {
    leftover: ({ database, name, size, drop }: Record<"database" | "name" | "size" | "drop", string>) => ({
      what: `${database}: ${name}, ${size}, belongs to a restore that is running or did not finish`,
      fix: `if none is running: ${drop}`,
    }),
    noneYet: (database: string) => `${database} has none yet`,
    noneScheduled: ({ database, take }: { database: string; take: string }) => ({
      what: `${database} has none, and none is scheduled`,
      fix: `${take}; then add a Backups component to index.ts`,
    }),
    inFuture: ({ database, ids }: { database: string; ids: string[] }) => ({
      what: `${database}: ${ids.length === 1 ? "1 backup is" : `${ids.length} backups are`} dated in the future and ignored: ${ids.join(", ")}`,
      fix: "correct the clock of the host",
    }),
    last: ({ database, count, age }: { database: string; count: number; age: string }) =>
      `${database}: the last of ${count} is ${age} old`,
    tooOld: ({ found, limit, take }: { found: string; limit: string; take: string }) => ({
      what: `${found}; the limit is ${limit}`,
      fix: `${take}; docker logs of its schedule shows why none was taken`,
    }),
    tested: (database: string) => `${database}: one was restored as a test`,
    untested: (database: string) => `${database}: none was ever restored as a test`,
  },

  collations: {
    differ: ({ database, container, recorded, actual }: Collation) =>
      `${database} in ${container} sorts text by collation version ${actual ?? "none"}, but its indexes were built with ${recorded}: queries that use them may miss rows`,
    rebuild: (command: string) => `at a quiet time: ${command}`,
    fit: (container: string) => `${container}: indexes match the sort order of its library`,
  },

  migrations: {
    applied: ({ database, count }: { database: string; count: number }) =>
      `${database}: ${counted(count, "file")} applied, none pending`,
    pending: ({ database, names, options }: { database: string; names: string[]; options: string }) => ({
      what: `${database}: pending: ${names.join(", ")}`,
      fix: `${ours("migrate -- plan")}${options}; pulumi up applies them`,
    }),
    halfWay: ({ file, database, ran, why }: { file: string; database: string; ran: number; why: string }) =>
      `${file} failed half-way on database ${database} (${counted(ran, "statement")} ran and ${ran === 1 ? "stays" : "stay"} applied): ${why}`,
    cutOff: ({ file, database }: { file: string; database: string }) =>
      `${file} was cut off on database ${database}: how much of it was applied is unknown`,
    resolve: ({ file, options }: { file: string; options: string }) =>
      `by hand, undo what the file changed or complete it (${ours("migrate -- status")}${options} shows what is known), then ${ours("migrate -- resolve")} ${file} --rolled-back or --applied${options}`,
    failed: ({ file, why }: { file: string; why: string | null | undefined }) =>
      `${file} failed: ${why ?? "no reason recorded"}`,
    onceFixed: (apply: string) => `once the cause is fixed: ${apply}`,
    fixFile: "fix the file, then pulumi up",
  },
};

export type Origin = "installed" | "official" | "built";

export interface Collation {
  database: string;
  container: string;
  recorded: string;
  /** Undefined: none is known. */
  actual: string | undefined;
}
