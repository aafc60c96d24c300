import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { stateLocks } from "../../operations/kernel/state-lock";
import type { TestProject } from "./project";

/**
 * What an update left behind: containers, networks and volumes of the stack that its state does not know, containers by which the
 * record of releases was reached, locks. Each by what it is and its name.
 */
export async function leftovers(project: TestProject): Promise<string[]> {
  const { stack } = project;
  const { stdout } = await project.cli("stack", "export", "--stack", stack);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources: { id?: string }[] } };
  const known = new Set(deployment.resources.map(({ id }) => id));
  const list = async (what: string, args: string[], format: string) => {
    const label = `label=io.pulumi-web-systems.stack=${stack}`;
    const found = await run("docker", [...args, "--filter", label, "--format", format]);
    return lines(found.stdout)
      .filter((line) => !known.has(line.split(" ")[0]))
      .map((line) => `${what} ${line.split(" ").at(-1)}`);
  };
  const records = `proxy-system-${stack}-releases`;
  const reaching = await run("docker", [
    "ps",
    "--all",
    "--filter",
    `volume=${records}`,
    "--format",
    "{{.Names}}",
  ]);
  const locks = stateLocks(join(project.folder, "state"), "proxy-system", stack);
  return [
    ...(await list("container", ["ps", "--all", "--no-trunc"], "{{.ID}} {{.Names}}")),
    ...(await list("network", ["network", "ls", "--no-trunc"], "{{.ID}} {{.Name}}")),
    ...(await list("volume", ["volume", "ls"], "{{.Name}}")).filter(
      (line) => line !== `volume ${records}` && line !== `volume ${records}-sources`,
    ),
    ...lines(reaching.stdout).map((name) => `container ${name} at the record of releases`),
    ...locks.map(({ pid }) => `lock of process ${pid}`),
  ];
}

const lines = (text: string) => text.split("\n").filter((line) => line !== "");
