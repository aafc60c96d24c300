import { readSettings } from "./settings";

/**
 * Starts the server. The application is loaded here and not above, so that a missing package or setting ends the container at
 * once with its reason in one line, which is what a release shows of a candidate that fails.
 */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const { createApplication } = await import("./application");
  const application = await createApplication(settings);
  await application.listen(settings.PORT, "0.0.0.0");
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
  console.error(`elife backend cannot start: ${reason}`);
  process.exit(1);
});
