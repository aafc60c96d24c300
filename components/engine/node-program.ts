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
  /** It ends with an answer, which who listens to the engine gets. Default false. */
  answers?: boolean;
}

/** A Node.js program as a resource: like {@link script}, for what a shell cannot do well. It ends with 1 after a message when it failed. */
export function nodeProgram<Job>(
  name: string,
  { file, host, job, triggers, quiet = false, answers = false }: NodeProgramArgs<Job>,
  opts: pulumi.CustomResourceOptions,
) {
  return script(
    name,
    {
      file: [__dirname, "node-program.sh"],
      host,
      variables: { RUNNER: `${relative(process.cwd(), join(...file))}${extname(__filename)}` },
      stdin: job.apply((plain) => JSON.stringify(plain)),
      ...(triggers !== undefined && { triggers }),
      quiet,
    },
    answers ? { ...opts, hooks: merged(opts.hooks, answerHooks(host.environment)) } : opts,
  );
}
