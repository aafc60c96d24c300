import { extname, join, relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { answerHooks } from "./answer-hooks";
import { merged } from "./hooks";
import { script, type ScriptArgs } from "./script";

/** Arguments of {@link nodeProgram}. */
export interface NodeProgramArgs<Job> extends Pick<ScriptArgs, "host" | "triggers" | "quiet"> {
  /** Folder and path of a module beside the component, without the end of its name: `[__dirname, "runner/main"]`. */
  file: [folder: string, path: string];
  /** What it is to do: its standard input, as JSON. */
  job: pulumi.Output<Job>;
  /** What previews and hooks see of it by name, and the job does not read: an input that is secret shows nothing to them. */
  shown?: Record<string, pulumi.Input<string>>;
  /** It ends with an answer, which who listens to the engine gets. Default false. */
  answers?: boolean;
}

/** A Node.js program as a resource: like {@link script}, for what a shell cannot do well. It ends with 1 after a message when it failed. */
export function nodeProgram<Job>(
  name: string,
  { file, host, job, triggers, shown = {}, quiet = false, answers = false }: NodeProgramArgs<Job>,
  opts: pulumi.CustomResourceOptions,
) {
  return script(
    name,
    {
      file: [__dirname, "node-program.sh"],
      host,
      variables: { RUNNER: runner(join(...file)), ...shown },
      stdin: job.apply((plain) => JSON.stringify(plain)),
      ...(triggers !== undefined && { triggers }),
      quiet,
    },
    answers ? { ...opts, hooks: merged(opts.hooks, answerHooks(host.environment)) } : opts,
  );
}

/**
 * A program's path as the script finds it: in the repository relative to the project; in the package relative to its components, because a
 * rollback has the package elsewhere, and what a job is must not depend on that.
 */
function runner(path: string): string {
  const end = extname(__filename);
  const from = end === ".js" ? join(__dirname, "..") : process.cwd();
  return `${relative(from, path)}${end}`;
}
