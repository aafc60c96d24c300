import { once } from "node:events";
import { createInterface } from "node:readline";
import { type LoadOptions, startLoad } from "./load";

/**
 * The load in a process of its own, so that nothing else delays its requests: the first line of standard input says what to send;
 * it prints `ready` when it began, and what became of the requests when standard input ends.
 */
async function main(): Promise<void> {
  const input = createInterface({ input: process.stdin });
  const [line] = (await once(input, "line")) as [string];
  const load = await startLoad(JSON.parse(line) as LoadOptions);
  console.log("ready");
  await once(input, "close");
  console.log(JSON.stringify(await load.stop()));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
