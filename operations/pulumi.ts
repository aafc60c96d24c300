import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { say } from "../messages/say";
import { buildToolchain, findBuilt } from "./pulumi/build";
import { findInstalled, type Installed } from "./pulumi/installed";
import { downloadOfficial, findOfficial } from "./pulumi/official";
import { downloadPlugins, missingPlugins } from "./pulumi/plugins";
import { reachable } from "./pulumi/reach";
import { cli, type Toolchain } from "./pulumi/toolchain";
import { goModule } from "./pulumi/versions";
import { UserError } from "../components/engine/user-error";
import type { Report } from "./kernel/report";

/** A Pulumi CLI that works here, with its language host for Node.js and the plugins of this project. */
export interface Pulumi {
  /** Path of the CLI. */
  bin: string;
  /** Its version, as `3.259.0`. */
  version: string;
  /** Found on PATH; an official release that this project downloaded; or built here from Go modules. */
  origin: "installed" | "official" | "built";
  /** What to add to the environment of every call of the CLI, and of the Automation API. */
  env: Record<string, string>;
}

/**
 * Finds a Pulumi toolchain, or gets one: what is installed on PATH is used; else the official release; else, where
 * that cannot be reached, one built from Go modules. What was made once is found again in the cache.
 *
 * @throws UserError that says what is missing and what to do, where none of the three works.
 */
export async function ensurePulumi(report: Report): Promise<Pulumi> {
  const installed = await findInstalled(report);
  const found = ready(installed);
  if (found) return found;
  if (installed && (await reachable()) && (await downloadPlugins(installed.bin, installed.home, report))) {
    return theirs(installed);
  }
  if (!existsSync(goModule)) {
    const { lacksPlugins, noCli } = say().toolchain.pulumi;
    const missing = (home: string) => missingPlugins(home).map(({ name }) => name);
    throw new UserError(
      installed ? lacksPlugins({ cli: installed.bin, names: missing(installed.home) }) : noCli,
    );
  }
  const official = await downloadOfficial(report);
  return ours(official ?? (await buildToolchain(report)));
}

/** The same without getting one: undefined where nothing is complete. */
export async function findPulumi(report: Report): Promise<Pulumi | undefined> {
  return ready(await findInstalled(report));
}

function ready(installed: Installed | undefined): Pulumi | undefined {
  if (installed && missingPlugins(installed.home).length === 0) return theirs(installed);
  const made = findOfficial() ?? findBuilt();
  return made && ours(made);
}

/** The user's own CLI, with the user's own home. */
function theirs({ bin, version }: Installed): Pulumi {
  return { bin, version, origin: "installed", env: always() };
}

/** A toolchain of ours together with the environment that selects it. */
function ours(toolchain: Toolchain & { built?: boolean }): Pulumi {
  return {
    bin: cli(toolchain.directory),
    version: toolchain.version,
    origin: toolchain.built ? "built" : "official",
    env: {
      ...always(),
      PATH: [join(toolchain.directory, "bin"), process.env["PATH"] ?? ""].join(delimiter),
      PULUMI_HOME: join(toolchain.directory, "home"),
      // Where the engine was built because nothing can be downloaded, looking for more would only hang.
      ...(toolchain.built && { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }),
    },
  };
}

/** What every CLI needs: no question about updates, and local gRPC kept away from a system-wide proxy. */
function always(): Record<string, string> {
  const direct = new Set(
    (process.env["NO_PROXY"] ?? process.env["no_proxy"] ?? "").split(",").filter(Boolean),
  );
  const value = [...direct.add("127.0.0.1").add("localhost")].join(",");
  return { PULUMI_SKIP_UPDATE_CHECK: "true", NO_PROXY: value, no_proxy: value };
}
