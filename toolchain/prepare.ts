import { say } from "../messages/say";
import { backendEnvironment } from "../operations/kernel/backend";
import { checkDisk, ensureEngine } from "./engine";
import { ensureBaseImages } from "./images";
import { ensurePulumi } from "../operations/pulumi";
import { runSteps } from "./steps";

/** What a machine has after its set-up. */
export interface Prepared {
  /** Environment in which `pulumi` is found, with its plugins and our state backend. */
  env: Record<string, string>;
  /** This run started the Docker engine. */
  startedEngine: boolean;
}

/**
 * Gets what the machine lacks: a Pulumi CLI with its plugins, a Docker engine, base images. Each only once.
 *
 * @param images names of the base images. Default: those that the reference system needs
 */
export async function prepare({ images }: { images?: string[] } = {}): Promise<Prepared> {
  let env: Record<string, string> = {};
  let startedEngine = false;
  const { steps, usually } = say().toolchain;
  await runSteps([
    {
      title: steps.pulumi,
      usually: usually.pulumi,
      work: async (report) => {
        const pulumi = await ensurePulumi(report);
        report(say().toolchain.pulumi.found(pulumi));
        env = { ...pulumi.env, ...backendEnvironment() };
      },
    },
    {
      title: steps.engine,
      usually: usually.engine,
      work: async (report) => {
        await checkDisk();
        startedEngine = (await ensureEngine(report)).startedByUs;
      },
    },
    {
      title: steps.images,
      usually: usually.slowFirst,
      work: (report) => ensureBaseImages(report, images ? { names: images } : {}),
    },
  ]);
  return { env, startedEngine };
}
