import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { say } from "../../messages/say";
import { cacheDir } from "../kernel/paths";
import type { Report } from "../kernel/report";
import { compile, prepareGoCache, type Target } from "./compile";
import { requireGo } from "./go";
import { withLock } from "./lock";
import { installPlugin, missingPlugins } from "./plugins";
import { cli, executable, type Toolchain } from "./toolchain";
import { cliVersion, goModule, plugins } from "./versions";

/** Marks a toolchain whose every part is in place. */
const marker = "complete";

type Built = Toolchain & { built: true };

/** Finds what an earlier call built from exactly these sources; with which version of Go does not matter. */
export function findBuilt(): Built | undefined {
  const prefix = `built-${sourcesKey()}-`;
  const directory = readdirSync(dirname(cacheDir("toolchain", prefix)))
    .filter((name) => name.startsWith(prefix))
    .map((name) => cacheDir("toolchain", name))
    .find((candidate) => existsSync(join(candidate, marker)));
  return directory ? { directory, version: cliVersion(), built: true } : undefined;
}

/** Builds the CLI, the language host and the plugins; what a killed build had finished is kept. */
export async function buildToolchain(report: Report): Promise<Built> {
  const go = await requireGo(cacheDir());
  const directory = cacheDir("toolchain", `built-${sourcesKey()}-${go.version}`);
  const built: Built = { directory, version: cliVersion(), built: true };
  await withLock(`${directory}.lock`, report, async () => {
    if (existsSync(join(directory, marker))) return; // the process that was waited for has done it
    for (const folder of ["bin", "plugins", "home"]) mkdirSync(join(directory, folder), { recursive: true });
    // The plugin of dynamic resources is a script that starts the SDK's own.
    cpSync(join(goModule, "scripts"), join(directory, "bin"), { recursive: true });
    const cache = prepareGoCache();
    for (const target of targets(directory)) {
      if (existsSync(target.file)) continue;
      const unfinished = `${target.file}.tmp`;
      rmSync(unfinished, { force: true });
      await compile(go, { ...target, file: unfinished }, cache, report);
      renameSync(unfinished, target.file);
    }
    const home = join(directory, "home");
    for (const plugin of missingPlugins(home)) {
      await installPlugin(cli(directory), home, plugin, pluginFile(directory, plugin.name));
    }
    writeFileSync(join(directory, marker), "");
    rmSync(join(directory, "plugins"), { recursive: true, force: true }); // installed copies are in home
    cache.discard();
  });
  return built;
}

/** The executables of a toolchain, those first that the others need. */
function targets(directory: string): Target[] {
  const text = say().toolchain.pulumi;
  const cliTarget = {
    name: text.cli,
    file: cli(directory),
    main: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  };
  const host = "pulumi-language-nodejs";
  return [
    { ...cliTarget, version: cliVersion() },
    {
      name: text.languageHost,
      file: executable(join(directory, "bin", host)),
      main: `./cmd/${host}`,
    },
    ...plugins().map(({ name }) => ({
      name: text.plugin(name),
      file: pluginFile(directory, name),
      main: `./cmd/pulumi-resource-${name}`,
    })),
  ];
}

function pluginFile(directory: string, name: string): string {
  return executable(join(directory, "plugins", `pulumi-resource-${name}`));
}

/** A short hash of everything that decides what is built, the version of Go aside. */
export function sourcesKey(): string {
  const hash = createHash("sha256").update(`${platform()} ${arch()}`);
  const files = readdirSync(goModule, { recursive: true, encoding: "utf8" })
    .filter((file) => !/\.md$|_test\.go$/.test(file) && statSync(join(goModule, file)).isFile())
    .sort();
  for (const file of files)
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(goModule, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}
