import { ours } from "../command";
import { engine } from "./toolchain-engine";
import { images } from "./toolchain-images";
import { pulumi } from "./toolchain-pulumi";

/** What the commands of this repository say: they set a machine up, start a system, and test. */
export const toolchain = {
  engine,
  images,
  pulumi,

  commands: {
    start: "everything from a fresh clone to a system that serves",
    stop: "remove the containers and networks of npm start; volumes with data, backups and releases stay",
    env: "shell exports for running pulumi on the stack of npm start",
    check: "types, lint, shell, format, unit tests and golden files, without Docker and Pulumi",
    test: "set the machine up and run every test, or those that are named",
  },
  options: {
    system: "a folder of examples/; default: the reference system, proxy-system",
    volumes: "remove the volumes too, and all data in them",
    file: "only these tests",
    mocha: "such as --grep TEXT, after at least one file or folder",
  },
  unknownCommand: (name: string) => `Unknown command "${name}".`,
  takesNo: ({ command, args }: { command: string; args: readonly string[] }) =>
    `${command} takes no ${args.join(" ")}`,
  noOption: ({ command, options }: { command: string; options: readonly string[] }) =>
    `${command} has no option ${options.join(" ")}; nothing was changed.`,
  noSystem: ({ names, command, others }: { names: string; command: string; others: readonly string[] }) => ({
    what: `There is no system "${names}".`,
    fix: `${command} alone for proxy-system, or: ${others.join(", ")}`,
  }),

  // Steps
  begins: ({ title, usually }: { title: string; usually: string }) => `${title} (${usually})`,
  ended: ({ title, took }: { title: string; took: string }) => `${title}: ${took}`,
  steps: {
    types: "Type check",
    lint: "Lint",
    shell: "Check of the shell scripts",
    format: "Format check",
    testPrograms: "Programs for tests",
    go: "Go",
    pulumi: "Pulumi CLI and plugins",
    engine: "Docker engine",
    images: "Base images",
    state: "State of stack dev",
    destroy: "Stack dev: pulumi destroy",
    stopEngine: "Docker engine, if npm start started it",
  },
  usually: {
    atOnce: "at once",
    slowFirst: "at once; 2 min the first time",
    pulumi: "at once; 1 min where releases can be downloaded; 10 min where they are built",
    engine: "at once; 1 min where it is installed",
  },

  // Checks
  failed: ({ title, said }: { title: string; said: string }) => `${title} failed:\n${said}`,
  fixCompiler: "fix what the compiler reports",
  fixLint: "fix what it reports; npx eslint --fix . fixes the simple ones",
  fixShell: "fix what it reports, which shellcheck's wiki explains",
  shellNotChecked:
    "Shell scripts were NOT checked: shellcheck is not installed (npm test installs it where it can)",

  // start
  up: "pulumi up --stack dev (about 2 min the first time, then seconds)",
  onceMore: "Once more, after comparing the state with the host (--refresh)",
  upFailed:
    "pulumi up failed; its output above names the step and the cause. What served before still serves.",
  columns: ["SERVICE", "URL", "IMAGE", "HEALTH"],
  insideOnly: "inside the stack's network",
  itsCommands: (folder: string) =>
    `Its commands run in its own folder: cd ${folder}, then ${ours("verify")}, ${ours("administrator")} …`,
  howToEnd: (command: string) =>
    `End it with: ${command}. To run pulumi yourself: eval "$(npm run --silent env)"`,
  otherState: (url: string) => ({
    what: `Your shell's PULUMI_BACKEND_URL was ${url}; the lines printed here set the state of npm start.`,
    fix: "to use a state of your own, set PULUMI_BACKEND_URL and its passphrase after this command",
  }),

  // stop
  volumesRemoved: "data volumes removed",
  volumesKept: (command: string) => `volumes with data and releases kept; remove them with: ${command}`,
  leftRunning: "left running: another system runs on it",
};
