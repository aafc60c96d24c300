import { parseArgs } from "node:util";
import { runCampaign } from "./run";

const usage = "npm run chaos -- [--seed N] [--operations M] [--database PostgreSQL|MariaDB]";

/** `npm run chaos`: a campaign of faults. Exit code 1 when something was violated; it prints the seed and the step, which repeat it. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(Date.now() % 100_000) },
      operations: { type: "string", default: "20" },
      database: { type: "string" },
    },
  });
  const seed = Number(values.seed);
  const count = Number(values.operations);
  const product = values.database ?? (seed % 2 === 0 ? "PostgreSQL" : "MariaDB");
  if (!Number.isInteger(seed) || !(count > 0) || (product !== "PostgreSQL" && product !== "MariaDB"))
    throw new Error(`usage: ${usage}`);
  console.log(`Campaign with seed ${seed}: ${count} operations on ${product}`);
  const result = await runCampaign({ seed, count, product, report: (line) => console.log(line) });
  const failures = Object.entries(result.failures).map(([what, times]) => `${times} × ${what}`);
  console.log(
    `${result.steps} operations, ${result.struck} struck by a fault; ${result.acknowledged} rows acknowledged; other answers: ${failures.join(", ") || "none"}`,
  );
  if (!result.violation) return;
  const { step, found, said, state } = result.violation;
  console.log(`VIOLATED at step ${step} of seed ${seed} (${product}):`);
  for (const line of found) console.log(`  ${line}`);
  console.log(`The operation said:\n${said.slice(-8000).replace(/^/gm, "  | ")}`);
  console.log(`What is there:\n${state.replace(/^/gm, "  ")}`);
  process.exitCode = 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
