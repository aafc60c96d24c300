import { existsSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../messages/say";
import type { Report } from "../kernel/report";
import { run } from "../kernel/run";
import { plugins, type Plugin } from "./versions";

/** The plugins of this project that a PULUMI_HOME does not hold. */
export function missingPlugins(home: string): Plugin[] {
  return plugins().filter(({ name, version }) => !existsSync(pluginFolder(home, { name, version })));
}

/** Where the CLI keeps a plugin. */
function pluginFolder(home: string, { name, version }: Plugin): string {
  return join(home, "plugins", `resource-${name}-v${version}`);
}

/**
 * Lets a CLI download the plugins that are missing from its home.
 *
 * @returns whether all are there now.
 */
export async function downloadPlugins(cli: string, home: string, report: Report): Promise<boolean> {
  for (const { name, version } of missingPlugins(home)) {
    report(say().toolchain.pulumi.downloadingPlugin({ name, version }));
    // The CLI retries for minutes by itself where a site cannot be reached.
    const options = { env: { PULUMI_HOME: home }, timeout: 120_000, reject: false };
    const { exitCode } = await run(cli, ["plugin", "install", "resource", name, version], options);
    if (exitCode !== 0) {
      report(say().toolchain.pulumi.pluginFailed({ name, version }));
      return false;
    }
  }
  return true;
}

/** Puts a built plugin where the engine looks for it; found on PATH, it would warn on every update. */
export async function installPlugin(cli: string, home: string, plugin: Plugin, file: string): Promise<void> {
  const args = ["plugin", "install", "resource", plugin.name, plugin.version, "--file", file, "--reinstall"];
  await run(cli, args, { env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" } });
}
