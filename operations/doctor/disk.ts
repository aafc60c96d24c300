import { backupFolder } from "../../components/database/database";
import { say } from "../../messages/say";
import { run } from "../kernel/run";
import { containers, nameOf } from "../stack";
import { size } from "../text";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

const gib = 1024 ** 3;

/** Free space where the engine keeps its data and where backups lie, seen from inside the databases: so also on another host. */
export async function disk({ docker, system, stack, endpoint }: Context): Promise<Finding[]> {
  const databases = await containers({ docker }, { system, stack, role: "database" }, "status=running");
  const { ofEngine, ofBackups, seeUsage, keepFewer } = say().doctor.disk;
  const rows = await Promise.all(
    databases.map(async (container) => {
      const name = nameOf(container);
      const { stdout } = await docker(["exec", name, "df", "-Pk", "/", backupFolder]);
      const [, engine, backups] = stdout.split("\n");
      return [...judgeDisk(engine, ofEngine, seeUsage), ...judgeDisk(backups, ofBackups(name), keepFewer)];
    }),
  );
  const found = new Map(rows.flat().map((finding) => [finding.found, finding]));
  if (found.size > 0) return [...found.values()];
  const line = endpoint.startsWith("unix:") ? await ownDisk(docker) : undefined;
  return judgeDisk(line, ofEngine, seeUsage);
}

/** Without a database: of this machine, when the engine is here. */
async function ownDisk(docker: Context["docker"]): Promise<string | undefined> {
  const { stdout: folder } = await docker(["info", "--format", "{{.DockerRootDir}}"]);
  return (await run("df", ["-Pk", folder], { reject: false })).stdout.split("\n")[1];
}

/** A line of `df -Pk`. */
export function judgeDisk(line: string | undefined, where: string, remedy: string): Finding[] {
  const { ok, warning, problem } = findings("disk");
  const [, total = 0, , free = 0] = (line ?? "").split(/\s+/).map(Number);
  if (total === 0) return [];
  const words = say().doctor.disk;
  const text = words.free({ free: size(free * 1024), total: size(total * 1024), where });
  if (free * 1024 < 2 * gib) return [problem(words.tooLittle(text), remedy)];
  return [free / total < 0.1 ? warning(text, remedy) : ok(text)];
}
