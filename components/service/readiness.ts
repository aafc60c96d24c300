import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ShellCheck } from "../workload/container";
import { needles } from "../engine/redact";
import { commandOf, type ScriptArgs } from "../engine/script";
import { UserError } from "../engine/user-error";
import type { ServiceArgs } from "./arguments";
import { handOver, type Files } from "../workload/files";
import { shownInPreview, type Fingerprints, type Secrets } from "../workload/secrets";

/** What is waited for. */
export interface ReadinessArgs extends Pick<
  ServiceArgs,
  "host" | "startTimeout" | "files" | "secrets" | "lifeCycle" | "port"
> {
  /** Name of the service. */
  service: string;
  /** The health check inside its container. */
  probe: ShellCheck;
  /** Of its files and secret settings; none when nothing is handed over. */
  prints: Fingerprints;
}

type Readiness = Pick<ScriptArgs, "file" | "host" | "variables" | "stdin">;

/** The script that hands over files and secret settings to a container, and waits until it is healthy. */
export function readiness(args: ReadinessArgs, container: pulumi.Input<string>): Readiness {
  const { host, startTimeout = 60, files = {}, secrets = {}, prints } = args;
  const { command, args: [path] = [] } = args.probe;
  const handed = Object.keys(prints).length > 0;
  return {
    file: [__dirname, "shown.sh", "ready.sh"],
    host,
    variables: {
      SERVICE: args.service,
      CONTAINER: container,
      PROBE: command,
      ...(path !== undefined && { PROBE_PATH: path }),
      TIMEOUT: String(startTimeout),
      HANDED: handed ? "yes" : "",
      LEFT: whatIsLeft(args),
      ...shownInPreview(prints),
    },
    ...(handed && { stdin: pulumi.interpolate`${handOver(files, secrets)}\n${neverShown(files, secrets)}` }),
  };
}

/** Runs the script at once, and not as a resource. @throws UserError with what it said */
export async function readyNow({ file, host }: Readiness, variables: Record<string, string>, stdin?: string) {
  const command = { ...commandOf({ file, host, variables }), command: 'eval "$SCRIPT"' };
  await local
    .run({ ...command, logging: local.Logging.None, ...(stdin !== undefined && { stdin }) })
    .catch(({ message }: Error) => {
      throw new UserError(message);
    });
}

/** How things are when its container was stopped because it did not become healthy. */
function whatIsLeft({ service, lifeCycle, port }: ReadinessArgs): string {
  const again = "fix: the cause, then run 'pulumi up' again";
  if (lifeCycle === "instead")
    return `It was stopped. The one before ended before it started (life cycle "instead"), so ${service} does not run now. Services behind Nginx may already be the new ones: npm run releases.\n  ${again}; or go back: npm run rollback`;
  return port === undefined
    ? `It was stopped, and takes no work.\n  ${again}`
    : `It gets no requests; the release that served before, if there is one, still does.\n  ${again}`;
}

/** What log lines of the service may contain but must not be shown: a line each. */
function neverShown(files: Files, secrets: Secrets): pulumi.Output<string> {
  const contents = Object.values(files).map((file) => {
    const content = pulumi.output(file);
    return pulumi
      .all([content, pulumi.isSecret(content)])
      .apply(([text, secret]) => (secret ? [text, ...longWords(text)] : []));
  });
  return pulumi
    .all([pulumi.all(Object.values(secrets)), pulumi.all(contents)])
    .apply(([values, texts]) => needles([...values, ...texts.flat()]).join("\n"));
}

/** A file that is secret holds passwords among other words: what looks like a generated one is hidden by itself. */
const longWords = (text: string) => (text.match(/[\w-]{16,}/g) ?? []).filter((word) => /\d/.test(word));
