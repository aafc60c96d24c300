import { mocha, staticChecks } from "./check";
import { stopEngine } from "./engine";
import { prepare } from "./prepare";
import { fail } from "./steps";

const everything = [
  "test/unit",
  "test/golden",
  "test/policy",
  "test/conformance",
  "test/engine",
  "test/docker",
];

/**
 * `npm test`: sets the machine up, then runs every test, or those in the files and folders that are named. What it started is
 * ended: also the Docker engine, when it was this run that started it.
 */
export async function test(args: string[]): Promise<void> {
  let startedEngine = false;
  try {
    if (args.length === 0) await staticChecks();
    const prepared = await prepare();
    startedEngine = prepared.startedEngine;
    await mocha(args.length > 0 ? args : everything, prepared.env);
  } catch (error) {
    // Set-up that fails is a test that fails.
    process.on("exit", () => console.log("0 passed, 1 failed"));
    fail(error);
  } finally {
    if (startedEngine) await stopEngine();
  }
}
