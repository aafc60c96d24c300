/** Finds the SDKs and the plugins that are installed, and asks the latter for their schemas. */

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { PackageSchema } from "./schema";
import { parseFunctions, parseResource, type SdkFunction, type SdkResource } from "./sdk";

export interface Sdk {
  readonly version: string;
  readonly resources: readonly SdkResource[];
  readonly functions: readonly SdkFunction[];
}

/** All that the npm package @pulumi/<name> declares. */
export function readSdk(name: string): Sdk {
  const manifest = require.resolve(`@pulumi/${name}/package.json`);
  const folder = dirname(manifest);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const resources: SdkResource[] = [];
  const functions: SdkFunction[] = [];
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".js") || file.includes("node_modules")) continue;
    const source = readFileSync(join(folder, file), "utf8");
    const types = join(folder, file.replace(/\.js$/, ".d.ts"));
    const resource = parseResource(source);
    if (resource) resources.push(resource);
    functions.push(...parseFunctions(source, existsSync(types) ? readFileSync(types, "utf8") : ""));
  }
  return { version: version.replace(/^v/, ""), resources, functions };
}

/**
 * The plugin's binary: in PLUGIN_DIR if that is set, else where the engine keeps the plugin of the SDK's version.
 * @throws Error with what to do, if there is none.
 */
export function pluginPath(name: string, version: string): string {
  const home = process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const folder = process.env["PLUGIN_DIR"] ?? join(home, "plugins", `resource-${name}-v${version}`);
  const path = join(folder, `pulumi-resource-${name}`);
  if (existsSync(path)) return path;
  throw new Error(`no plugin at ${path}: run npm start once, or set PLUGIN_DIR to the folder of the plugins`);
}

/** The schema that a plugin serves, by way of the CLI: PULUMI_BIN, or `pulumi` on the PATH. */
export function servedSchema(plugin: string): PackageSchema {
  const text = execFileSync(process.env["PULUMI_BIN"] ?? "pulumi", ["package", "get-schema", plugin], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", NO_PROXY: "127.0.0.1,localhost" },
  });
  return JSON.parse(text) as PackageSchema;
}
