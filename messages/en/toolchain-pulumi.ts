/** How a machine gets a Pulumi CLI with its plugins. */
export const pulumi = {
  found: ({ version, origin }: { version: string; origin: "installed" | "official" | "built" }) =>
    `Pulumi ${version}, ${origin}`,
  lacksPlugins: ({ cli, names }: { cli: string; names: readonly string[] }) => ({
    what: `The Pulumi CLI ${cli} lacks plugins: ${names.join(", ")}.`,
    fix: "run pulumi preview once, which installs them",
  }),
  noCli: {
    what: "There is no Pulumi CLI on PATH.",
    fix: "install it: https://www.pulumi.com/docs/install",
  },

  // One that is on PATH and is not used
  doesNotRun: (cli: string) => `the installed ${cli} does not run; not using it`,
  tooOld: ({ cli, version, oldest }: { cli: string; version: string; oldest: string }) =>
    `the installed ${cli} is version ${version}, older than ${oldest}; not using it`,
  noNodeHost: (cli: string) =>
    `the installed ${cli} has no pulumi-language-nodejs beside it or on PATH; not using it`,

  // Downloads
  askingFor: "asking get.pulumi.com for the official release",
  notReached: "get.pulumi.com cannot be reached from here",
  unusable: (why: string) => `the official release could not be used: ${why}`,
  downloading: (url: string) => `downloading ${url}`,
  downloadingPlugin: ({ name, version }: { name: string; version: string }) =>
    `downloading plugin ${name} ${version}`,
  pluginFailed: ({ name, version }: { name: string; version: string }) =>
    `plugin ${name} ${version} could not be downloaded`,
  noChecksum: (name: string) => `the published checksums do not name ${name}`,
  wrongChecksum: ({ name, expected, found }: { name: string; expected: string; found: string }) =>
    `${name} is not what was published: expected SHA-256 ${expected}, found ${found}`,

  // Builds
  othersBuild: (pid: number) => `another process (${pid}) is building; waiting for it`,
  cli: "the Pulumi CLI",
  languageHost: "the Node.js language host",
  plugin: (name: string) => `the ${name} plugin`,
  building: (target: string) => `building ${target}`,
  progress: ({ target, state, seconds }: { target: string; state: string; seconds: number }) =>
    `${target}: ${state} (${seconds} s)`,
  begun: "starting",
  downloaded: (modules: number) => `${modules} modules downloaded`,
  compiled: ({ packages, total }: { packages: number; total: number }) =>
    `${packages} packages compiled of at most ${total}`,
  built: "built",

  // What a build needs
  buildNeeds: "Pulumi is not installed, its download site cannot be reached from here, and building it needs",
  noGo: (needs: string) => `${needs} Go >= 1.25, which is not installed.`,
  oldGo: ({ needs, go, version }: { needs: string; go: string; version: string }) =>
    `${needs} Go >= 1.25; ${go} is ${version}`,
  brokenGo: ({ needs, go, said }: { needs: string; go: string; said: string }) =>
    `${needs} Go >= 1.25; ${go}: ${said}`,
  installGo:
    "install Go >= 1.25 (your distribution's package, or https://golang.google.cn/dl/), so that `go` is on PATH, and\n" +
    "where proxy.golang.org cannot be reached set GOPROXY=https://goproxy.cn,direct; then run the command again.",
  installPulumiOr: (installGo: string) =>
    `Either install Pulumi yourself (https://www.pulumi.com/docs/install/), so that \`pulumi\` is on PATH;\nor ${installGo}`,
  noSpace: ({ needs, folder, free }: { needs: string; folder: string; free: string }) =>
    `${needs} about 8 GB of free disk for a while; ${folder} has ${free} GB.\n` +
    "Free some, or set XDG_CACHE_HOME to a folder on a larger disk.",
  noModules: ({ target, said, remedy }: { target: string; said: string; remedy: string }) =>
    `The Go modules of ${target} could not be downloaded:\n${said}\n${remedy}`,
  diskFull: ({ target, said }: { target: string; said: string }) =>
    `The disk filled up while ${target} was built:\n${said}\nFree about 8 GB and run it again.`,
  notBuilt: ({ target, said, remedy }: { target: string; said: string; remedy: string }) =>
    `${target} could not be built:\n${said}\n${remedy}`,
};
