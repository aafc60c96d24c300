import { type BaseImage, baseLabel, localName } from "./image-list";
import { run } from "../operations/kernel/run";

/** `current`: nothing to do. `stale`: built from another recipe than the checkout's. */
export type ImageStatus = "current" | "stale" | "missing";

/** Prints one JSON object a line for each image that is present. */
const format = '{"tags":{{json .RepoTags}},"labels":{{json .Config.Labels}}}';

/** What `docker image inspect` said about one image. */
interface Inspected {
  tags: string[] | null;
  labels: Record<string, string> | null;
}

/**
 * The status of every image, in one call of docker.
 *
 * @throws when the engine does not answer.
 */
export async function imageStatus(wanted: Map<BaseImage, string>): Promise<Map<BaseImage, ImageStatus>> {
  const names = [...wanted.keys()].map(localName);
  const { stdout, stderr } = await run("docker", ["image", "inspect", "--format", format, ...names], {
    reject: false,
  });
  const trouble = stderr.split("\n").filter((line) => line.trim() && !/no such image/i.test(line));
  if (trouble.length > 0) throw new Error(`docker image inspect: ${trouble.join("\n")}`);
  return parseStatus(stdout, wanted);
}

/** Tells the status of each wanted image (with the hash of its recipe) from the output of `docker image inspect`. */
export function parseStatus(output: string, wanted: Map<BaseImage, string>): Map<BaseImage, ImageStatus> {
  const labels = new Map<string, string | undefined>();
  for (const line of output.split("\n").filter((each) => each.trim())) {
    const found = JSON.parse(line) as Inspected;
    for (const tag of found.tags ?? []) labels.set(tag, found.labels?.[baseLabel]);
  }
  const status = (base: BaseImage, hash: string): ImageStatus => {
    if (!labels.has(localName(base))) return "missing";
    const label = labels.get(localName(base));
    // Without our label it is an official image under a local name, and its registry's business.
    return label === undefined || label === hash ? "current" : "stale";
  };
  return new Map([...wanted].map(([base, hash]) => [base, status(base, hash)]));
}
