import { say } from "../../messages/say";
import { missingPlugins } from "../pulumi/plugins";
import { atLeast, plugins } from "../pulumi/versions";
import { run } from "../kernel/run";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/** The programs that a release needs on this machine. */
export async function tools({ cli }: Context): Promise<Finding[]> {
  const { ok, problem, warning } = findings("tools");
  const words = say().doctor.tools;
  const node = process.versions.node;
  const docker = await run("docker", ["--version"], { reject: false });
  const home = cli?.env["PULUMI_HOME"];
  const missing = home === undefined ? [] : missingPlugins(home);
  return [
    atLeast(node, "20.5.0") ? ok(words.node(node)) : warning(words.oldNode(node)),
    docker.exitCode === 0
      ? ok(words.docker(/version ([\d.]+)/.exec(docker.stdout)?.[1] ?? docker.stdout))
      : problem(words.noDocker),
    cli
      ? ok(words.pulumi({ version: cli.version, origin: cli.origin, path: cli.bin }))
      : problem(words.noPulumi),
    missing.length > 0
      ? problem(
          words.missingPlugins(missing.map(named)),
          missing
            .map(({ name, version }) => `pulumi plugin install resource ${name} ${version}`)
            .join(" && "),
        )
      : ok(words.plugins(plugins().map(named))),
  ];
}

const named = ({ name, version }: { name: string; version: string }) => `${name} ${version}`;
