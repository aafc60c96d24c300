import { say } from "../messages/say";
import { mocha, staticChecks } from "./check";
import { stopEngine } from "./engine";
import { baseImages, localName } from "./image-list";
import { prepare } from "./prepare";
import { fail } from "../operations/kernel/fail";
import { runSteps } from "./steps";
import { ensureGo, ensureTestPrograms } from "./test-programs";

/** The longest first, so that the files that run at the same time end at about the same time. */
const everything = [
  "test/docker",
  "test/go",
  "test/engine",
  "test/conformance",
  "test/policy",
  "test/golden",
  "test/unit",
];

/** Test files at a time: most of their time they wait for containers. */
const jobs = 2;

/**
 * `npm test`: sets the machine up, then runs every test, or those in the files and folders that are named. What it started is
 * ended: also the Docker engine, when it was this run that started it.
 */
export async function test(args: string[]): Promise<void> {
  let startedEngine = false;
  try {
    if (args.length === 0) {
      await staticChecks({ install: true });
      const { steps, usually } = say().toolchain;
      await runSteps([
        {
          title: steps.testPrograms,
          usually: usually.slowFirst,
          work: (report) => ensureTestPrograms(report),
        },
        { title: steps.go, usually: usually.slowFirst, work: (report) => ensureGo(report) },
      ]);
    }
    const prepared = await prepare(args.length === 0 ? { images: baseImages.map(localName) } : {});
    startedEngine = prepared.startedEngine;
    if (args.length > 0) await mocha(args, prepared.env);
    else await mocha(everything, { ...prepared.env, EVERY_TEST: "yes" }, jobs);
  } catch (error) {
    // Set-up that fails is a test that fails.
    process.on("exit", () => console.log("0 passed, 1 failed"));
    fail(error);
  } finally {
    if (startedEngine) await stopEngine();
  }
}
