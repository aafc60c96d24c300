import { missingPlugins } from "../../toolchain/pulumi/plugins";
import { atLeast, plugins } from "../../toolchain/pulumi/versions";
import { run } from "../kernel/run";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** The programs that a release needs on this machine. */
export async function tools({ cli }: Subject): Promise<Finding[]> {
  const { ok, problem, warning } = findings("tools");
  const node = process.versions.node;
  const docker = await run("docker", ["--version"], { reject: false });
  const home = cli?.env["PULUMI_HOME"];
  const missing = home === undefined ? [] : missingPlugins(home);
  return [
    atLeast(node, "20.5.0")
      ? ok(`Node.js ${node}`)
      : warning(`Node.js ${node} is older than 20.5`, "install Node.js 20.5 or newer"),
    docker.exitCode === 0
      ? ok(`docker command ${/version ([\d.]+)/.exec(docker.stdout)?.[1] ?? docker.stdout}`)
      : problem(
          "the docker command was not found",
          "apt-get install docker.io, or the package of your system",
        ),
    cli
      ? ok(`Pulumi ${cli.version} (${cli.origin}): ${cli.bin}`)
      : problem(
          "no Pulumi CLI of a supported version with all plugins",
          "npm start installs one; or install Pulumi, then run pulumi install",
        ),
    missing.length > 0
      ? problem(
          `plugins are missing: ${missing.map(({ name, version }) => `${name} ${version}`).join(", ")}`,
          missing
            .map(({ name, version }) => `pulumi plugin install resource ${name} ${version}`)
            .join(" && "),
        )
      : ok(
          `plugins ${plugins()
            .map(({ name, version }) => `${name} ${version}`)
            .join(", ")}`,
        ),
  ];
}
