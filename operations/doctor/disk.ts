import { backupFolder } from "../../components/database/database";
import type { Engine } from "../../components/engine/engine";
import { say } from "../../messages/say";
import { runInside } from "../kernel/inside";
import { run } from "../kernel/run";
import { containers } from "../stack";
import { size } from "../text";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

const gib = 1024 ** 3;

/** Free space where the engine keeps its data and where backups lie, seen from inside the databases: so also on another host. */
export async function disk({ engine, system, stack, endpoint }: Context): Promise<Finding[]> {
  const databases = await containers({ engine }, { system, stack, role: "database" }, { running: true });
  const { ofEngine, ofBackups, seeUsage, keepFewer } = say().doctor.disk;
  const rows = await Promise.all(
    databases.map(async ({ name }) => {
      const df = ["df", "-Pk", "/", backupFolder];
      const { stdout, said } = await runInside({ engine, container: name }, df);
      const [, root, backups] = stdout.split("\n");
      // A folder that is not there hides no other.
      if (root === undefined) throw new Error(`${name}: ${said}`);
      return [...judgeDisk(root, ofEngine, seeUsage), ...judgeDisk(backups, ofBackups(name), keepFewer)];
    }),
  );
  const found = new Map(rows.flat().map((finding) => [finding.found, finding]));
  if (found.size > 0) return [...found.values()];
  const line = endpoint.startsWith("unix:") ? await ownDisk(engine) : undefined;
  return judgeDisk(line, ofEngine, seeUsage);
}

/** Without a database: of this machine, when the engine is here. */
async function ownDisk(engine: Engine): Promise<string | undefined> {
  const { DockerRootDir: folder } = await engine.info();
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
