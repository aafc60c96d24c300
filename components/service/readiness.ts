import * as pulumi from "@pulumi/pulumi";
import type { ShellCheck } from "../workload/container";
import { needles } from "../engine/redact";
import type { ServiceArgs } from "./arguments";
import type { Left, ReadyJob } from "./ready/job";
import { handOver, type Files } from "../workload/files";
import { shownInPreview, type Fingerprints, type Secrets } from "../workload/secrets";

/** What is waited for. */
export interface ReadinessArgs extends Pick<
  ServiceArgs,
  "startTimeout" | "files" | "secrets" | "lifeCycle" | "port"
> {
  /** Name of the service. */
  service: string;
  /** The health check inside its container. */
  probe: ShellCheck;
  /** Of its files and secret settings; none when nothing is handed over. */
  prints: Fingerprints;
}

/** What its job is told, whichever container it is. */
type Told = Omit<ReadyJob, "container">;

/** What its job is told, and what a preview shows of it. */
export interface Readiness {
  job: pulumi.Output<Told>;
  shown: Record<string, pulumi.Input<string>>;
}

/** The job that hands over files and secret settings to a container, and waits until it is healthy. */
export function readiness(args: ReadinessArgs): Readiness {
  const { service, probe, startTimeout: timeout = 60, files = {}, secrets = {}, prints } = args;
  const plain = { service, probe, timeout, left: whatIsLeft(args) };
  const handed = Object.keys(prints).length > 0;
  return {
    job: handed
      ? pulumi
          .all([handOver(files, secrets), neverShown(files, secrets)])
          .apply(([contents, hidden]): Told => ({ ...plain, files: contents, hidden }))
      : pulumi.output<Told>({ ...plain, files: {}, hidden: [] }),
    shown: { TIMEOUT: String(timeout), ...shownInPreview(prints) },
  };
}

/** How things are when its container was stopped because it did not become healthy. */
function whatIsLeft({ lifeCycle, port }: ReadinessArgs): Left {
  if (lifeCycle === "instead") return "instead";
  return port === undefined ? "worker" : "served";
}

/** What log lines of the service may contain but must not be shown. */
function neverShown(files: Files, secrets: Secrets): pulumi.Output<string[]> {
  const contents = Object.values(files).map((file) => {
    const content = pulumi.output(file);
    return pulumi
      .all([content, pulumi.isSecret(content)])
      .apply(([text, secret]) => (secret ? [text, ...longWords(text)] : []));
  });
  return pulumi
    .all([pulumi.all(Object.values(secrets)), pulumi.all(contents)])
    .apply(([values, texts]) => needles([...values, ...texts.flat()]));
}

/** A file that is secret holds passwords among other words: what looks like a generated one is hidden by itself. */
const longWords = (text: string) => (text.match(/[\w-]{16,}/g) ?? []).filter((word) => /\d/.test(word));
