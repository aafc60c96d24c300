import type { ChaosSystem } from "./system";

/** What is there, to look into a violation: containers, volumes, networks, releases, databases. */
export async function stateOf(system: ChaosSystem): Promise<string> {
  const { engine } = system;
  const said = async (title: string, work: Promise<{ stdout: string; stderr: string }>) => {
    const { stdout, stderr } = await work;
    return [
      `${title}:`,
      ...`${stdout}\n${stderr}`
        .trim()
        .split("\n")
        .map((line) => `  ${line}`),
    ];
  };
  const databases = system
    .databases()
    .catch((error: Error) => [error.message])
    .then((names) => ({ stdout: names.join("\n"), stderr: "" }));
  const parts = await Promise.all([
    said("Containers", engine.docker("ps", "--all", "--format", "{{.Names}}  {{.Status}}  {{.Image}}")),
    said("Volumes", engine.docker("volume", "ls", "--format", "{{.Name}}")),
    said("Networks", engine.docker("network", "ls", "--format", "{{.Name}}")),
    said("Releases", system.run(system.npm("releases"))),
    said("Backups", system.run(system.npm("backups"))),
    said("Databases", databases),
    said("Last errors of the engine", engine.errors()),
    said("Doctor", system.run(system.npm("doctor"))),
  ]);
  return parts.flat().join("\n");
}
