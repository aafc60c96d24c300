import { counted } from "./lists";

const verbs: Record<string, string> = {
  create: "is created",
  update: "is changed in place",
  replace: "is replaced",
  delete: "is removed",
  "delete-replaced": "is removed: left by an update that did not finish",
  same: "stays as it is",
};

const scriptVerbs: Record<string, string> = {
  create: "runs",
  update: "runs again",
  replace: "runs again",
  delete: "no longer runs",
};

const restoredIfFails = "the old configuration is restored if a check through Nginx fails";

const containers = (count: number) => counted(count, "container");

/** What a release does to each of its parts. `done` is the verb of what is done to it. */
export const changes = {
  verb: ({ op, isScript }: { op: string; isScript: boolean }) =>
    (isScript ? scriptVerbs[op] : undefined) ?? verbs[op] ?? op,
  resource: ({ name, done }: { name: string; done: string }) => `${name} ${done}`,
  container: (done: string) => `its container ${done}`,
  volume: ({ name, done }: { name: string; done: string }) => `volume ${name} ${done}`,
  volumeStays: (name: string) =>
    `volume ${name} no longer belongs to the stack; it stays on the host with its data`,
  volumeData: (name: string) => `all data on volume ${name}`,
  protectedNow: "protected from now on",
  unprotectedNow: "no longer protected",
  unknownInterruption: "what that interrupts is not known: pulumi preview --diff shows the change",
  untilSuccessor: "it does not run until its successor does",

  host: {
    network: ({ name, done }: { name: string; done: string }) => `network ${name} ${done}`,
    networkCut: "the containers of the stack cannot reach one another until they are recreated",
    otherEngine: "the stack moves to another Docker engine",
    otherDatabase: "the database there is another one: no data is moved to it",
    engineAddress: "how the Docker engine is reached",
    secretDeleted: (name: string) => `secret ${name} is deleted`,
    secretChanged: (name: string) => `secret ${name} is changed`,
    secretGenerated: (name: string) => `secret ${name} is generated`,
  },

  images: {
    unused: (name: string) => `${name} is no longer used; it stays on the host`,
    built: (name: string) => `${name} is built`,
    pulled: (name: string) => `${name} is pulled, or found on the host`,
    argumentChanged: (name: string) => `build argument ${name} changed`,
    sourceChanged: (folder: string) => `the source in ${folder} changed`,
    baseChanged: (name: string) => `base image ${name} changed`,
    tagMoved: ({ from, to }: { from: string; to: string }) =>
      `the tag points to another image: ${from} → ${to}`,
  },

  database: {
    starts: "its container is started on its volume",
    changes: "its container is changed while it runs",
    removed: "is removed",
    notInProgram: "the program no longer has it",
    unreachable: (name: string) => `database ${name}: services can no longer reach it`,
    replaced: (done: string) =>
      `its container ${done}, once its data has been checked against image and settings: the old one is stopped, then the new one starts`,
    queriesFail: (seconds: number) =>
      `queries fail for a few seconds: until the old server has stopped (at most ${seconds} s) and the new one answers`,
    dataGone: (name: string) =>
      `database ${name} no longer has its data: it is lost, or the database starts empty`,
    newPassword: "a new password is generated for the application",
    noConnections: "services of the old release cannot open new connections from then until the switch",
  },

  backup: {
    backup: "backup",
    nonePending: "not taken: no migration is known to be pending",
    taken: (file: string) => `taken before ${file} runs; when it fails, no migration runs`,
    notSet: (file: string) => `not taken before ${file} runs: the system does not set one`,
  },

  migrations: {
    removed: "is no longer part of the system; its schema changes stay",
    nonePending: "the ledger is compared; no file is pending",
    applied: (database: string) => `is applied to database ${database}`,
    appliedByState: (database: string) =>
      `is applied to database ${database}, as far as the state knows: the ledger could not be read`,
    lossUnknown: "what it may lose cannot be judged while the ledger cannot be read",
    frameworkRemoved: "the framework's own migrations are no longer run",
    framework:
      "the framework's own migrations run, after a backup where one is set; what they change is not known in advance",
  },

  tasks: {
    removed: "is no longer run",
    runs: "runs",
    runsAgain: "runs again",
    newMigration: "a migration is new",
    newImage: "an image of the release is new",
    ownText: "its own text changed",
  },

  services: {
    trial: "image and settings are tested in a container without data",
    schedule: (text: string) => `the schedule: ${text}`,
    isNew: (count: number) => `new, with ${containers(count)}`,
    more: (count: number) => `${counted(count, "more container")}`,
    replaced: (count: number) => `${containers(count)} replaced`,
    replacedBeside: (count: number) =>
      `${containers(count)} replaced: each new one is healthy before it gets requests`,
    replacedInstead: (count: number) =>
      `${containers(count)} replaced: the old one is stopped before the new one starts`,
    changed: (count: number) => `${containers(count)} changed while running`,
    removed: "removed entirely",
    fewer: (count: number) => `${counted(count, "fewer container")}`,
    leftRemoved: (count: number) => `${containers(count)} removed, left by an update that did not finish`,
    otherwise: ({ count, op }: { count: number; op: string }) => `${containers(count)}: ${op}`,
    withoutIt: ({ name, stop, start }: { name: string; stop: number; start: number }) =>
      `${name} is stopped before the new one starts: at most ${stop + start} s without it (${stop} s to end, ${start} s to become healthy)`,
    fixedName: (name: string) => `${name} has a fixed name: it stops before its successor starts`,
  },

  nginx: {
    nothingAnswers: "nothing answers from then on",
    portsAgain:
      "nothing answers for about 2 seconds, while its ports are published again; open connections are cut",
    portsContainer: (done: string) => `the container with its ports ${done}`,
    newBeside: "a new Nginx starts beside the old one, and takes over the ports once it is verified",
    noSwitch: "is no longer switched",
    switchedToContainers: (services: string[]) =>
      `requests are switched to the new containers of ${services.join(", ")}; ${restoredIfFails}`,
    switchedToConfiguration: `requests are switched to the new configuration; ${restoredIfFails}`,
    maintenance: "maintenance begins: all paths except the allowed ones answer 503 until it ends",
    unknownText: "its text is only known during the release",
    newPath: (path: string) => `path ${path} is new`,
    gonePath: (path: string) => `path ${path} is removed`,
    newLine: (line: string) => `new: ${line}`,
    goneLine: (line: string) => `removed: ${line}`,
    linesDiffer: (count: number) =>
      `${counted(count, "line")} of its configuration ${count === 1 ? "differs" : "differ"}`,
  },
};
