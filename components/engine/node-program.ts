import { extname, join, relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { script, type ScriptArgs } from "./script";

/** Arguments of {@link nodeProgram}. */
export interface NodeProgramArgs<Job> extends Pick<ScriptArgs, "host" | "triggers" | "quiet"> {
  /** Folder and path of a module beside the component, without the end of its name: `[__dirname, "runner/main"]`. */
  file: [folder: string, path: string];
  /** What it is to do: its standard input, as JSON. */
  job: pulumi.Output<Job>;
}

/** A Node.js program as a resource: like {@link script}, for what a shell cannot do well. It ends with 1 after a message when it failed. */
export function nodeProgram<Job>(
  name: string,
  { file, host, job, triggers, quiet = false }: NodeProgramArgs<Job>,
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
    opts,
  );
}
