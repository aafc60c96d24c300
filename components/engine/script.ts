import { readFileSync } from "node:fs";
import { join } from "node:path";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./host";

/** Arguments of {@link script}. */
export interface ScriptArgs {
  /** Folder of a POSIX shell script beside the component, and its name: `[__dirname, "wait.sh"]`. Of several, each goes on where the last ended. */
  file: [folder: string, ...names: [string, ...string[]]];
  /** The engine that its `docker` commands talk to. */
  host: Pick<Host, "environment">;
  /** Variables for the script. Never secrets: these go in by `stdin`. */
  variables: Record<string, pulumi.Input<string>>;
  /** Standard input; the way in for secrets and for long texts. */
  stdin?: pulumi.Input<string>;
  /** Anything whose change runs the script again although its variables stay the same. */
  triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
  /** Keep standard output off the user's screen, when it is for the program and not for people. Default false. */
  quiet?: boolean;
}

/** What was made by {@link script} for an engine, in the order of the program. */
const made = new WeakMap<Host["environment"], pulumi.Resource[]>();

/** Every script of an engine that the program made so far: images that are built, migrations, services that became healthy. */
export const scriptsBefore = ({ environment }: ScriptArgs["host"]): pulumi.Resource[] => [
  ...(made.get(environment) ?? []),
];

/**
 * A shell script as a resource: it runs when it is new and whenever its text, variables, input or triggers change.
 *
 * The script's text travels in the variable SCRIPT and not in the command, because the engine prints the command of one that
 * fails: so its user sees the message and not the source. A path would do too, but differs from clone to clone.
 *
 * What one with standard input prints is kept as a secret: the official plugin keeps it in plain text unless it is told.
 */
export function script(name: string, args: ScriptArgs, opts: pulumi.CustomResourceOptions): local.Command {
  const [folder, ...names] = args.file;
  const command = new local.Command(
    name,
    {
      interpreter: ["/bin/sh", "-c"],
      environment: {
        ...args.host.environment,
        ...args.variables,
        SCRIPT: names.map((file) => withoutComments(readFileSync(join(folder, file), "utf8"))).join(""),
      },
      create: 'eval "$SCRIPT"',
      addPreviousOutputInEnv: false,
      ...(args.quiet && { logging: local.Logging.Stderr }),
      ...(args.stdin !== undefined && { stdin: args.stdin }),
      ...(args.triggers !== undefined && { triggers: args.triggers }),
    },
    { ...opts, ...(args.stdin !== undefined && { additionalSecretOutputs: ["stdout", "stderr"] }) },
  );
  made.set(args.host.environment, [...scriptsBefore(args.host), command]);
  return command;
}

/** What a script does: another comment does not make it another one, which would run again. No line of ours within quotes begins with `#`. */
export const withoutComments = (text: string) => text.replace(/^[ \t]*#.*\n/gm, "");
