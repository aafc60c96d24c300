import { createConnection } from "mysql2/promise";
import { Api } from "./verify/api";
import { failureLines } from "./verify/mismatch";
import { scenarios, type Scene } from "./verify/scenarios";
import { TestUser } from "./verify/test-user";

/**
 * Verifies a release from inside its own container: `node dist/verify.js`. Orders are made, paid and recharged over the API at
 * 127.0.0.1, by a user whose orders are test orders: they never reach Unitel, and all of it is removed at the end. Prints a line a scenario;
 * exit code 1 when one failed.
 */
async function main(): Promise<void> {
  const uri = process.env["DATABASE_URL"];
  if (!uri) throw new Error("DATABASE_URL is missing");
  const connection = await createConnection(uri);
  const user = new TestUser(connection);
  try {
    await user.create();
    const failed = await runScenarios({
      api: new Api(`http://127.0.0.1:${process.env["PORT"] ?? "3000"}`),
      user,
      connection,
    });
    const total = Object.keys(scenarios).length;
    console.log(
      failed === 0 ? `${total} scenarios are as they must be` : `${failed} of ${total} scenarios failed`,
    );
    if (failed > 0) process.exitCode = 1;
  } finally {
    // An open connection would keep the process alive, also after a failure to remove.
    await user.remove().finally(() => connection.destroy());
  }
}

/** @returns how many failed */
async function runScenarios(scene: Scene): Promise<number> {
  let failed = 0;
  for (const [name, scenario] of Object.entries(scenarios))
    try {
      console.log(`ok      ${name}: ${await scenario(scene)}`);
    } catch (error) {
      failed++;
      console.log([`FAILED  ${name}`, ...failureLines(error)].join("\n          "));
    }
  return failed;
}

main().catch((error: unknown) => {
  console.log(["FAILED  verification", ...failureLines(error)].join("\n          "));
  process.exitCode = 1;
});
