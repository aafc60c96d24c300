import { say } from "../messages/say";
import type { StackOnEngine } from "../components/engine/stack-on-engine";
import { changing } from "../operations/changing";
import { contextOf } from "../operations/context/context";
import { Interrupts } from "../operations/kernel/interrupts";
import { engineEnvironment } from "../components/engine/environment";
import { labelFilters, labelPrefix } from "../components/engine/labels";
import { backendEnvironment } from "../operations/kernel/backend";
import { stopEngine } from "./engine";
import { defaultDaemon, ownPids } from "./engine-daemon";
import { refuseOtherEngine } from "../operations/kernel/other-engine";
import { ensurePulumi } from "../operations/pulumi";
import { repairNotes, recover } from "../operations/kernel/recover";
import { run } from "../operations/kernel/run";
import { ensureStack, withCleanStackFile, type StackTarget } from "../operations/kernel/stack";
import { runSteps } from "./steps";
import { chosenSystem } from "./systems";
import { ownSocket } from "../components/engine/api/address";

/**
 * `npm stop`: removes what `npm start` made. Data volumes stay, unless `--volumes` asks for them too. The Docker engine is
 * stopped when `npm start` was what started it.
 */
export async function stop(args: string[]): Promise<void> {
  const withVolumes = args.includes("--volumes");
  const { folder, again } = chosenSystem(args, "npm stop", ["--volumes"]);
  const text = say().toolchain;
  await runSteps([
    {
      title: text.steps.destroy,
      usually: "20 s",
      work: async (report) => {
        const target: StackTarget = { folder, stack: "dev", env: await environment(report) };
        await withCleanStackFile(target, async () => {
          await repairNotes(target, report);
          await ensureStack(target);
          const context = await contextOf(target);
          await recover(target, report, context);
          // What is not there counts as removed: the state would forget the real one.
          await refuseOtherEngine(target, context.engine);
          await changing(context, "npm stop", async () => {
            await destroy(target, report);
            // With the lock: an update that began in between would find its data gone.
            if (withVolumes) await removeVolumes(context);
          });
        });
        report(
          withVolumes
            ? text.volumesRemoved
            : text.volumesKept(`npm stop -- --volumes${again.replace(" --", "")}`),
        );
      },
    },
    {
      title: text.steps.stopEngine,
      usually: "5 s",
      work: async (report) => {
        if (ownPids(defaultDaemon()).length > 0 && (await othersRun())) report(text.leftRunning);
        else await stopEngine();
      },
    },
  ]);
}

/** Containers of any system of ours, on the engine that is to be stopped: that of the shell may be another. */
export async function othersRun(): Promise<boolean> {
  const list = ["ps", "--quiet", "--filter", `label=${labelPrefix}.system`];
  const { stdout } = await run("docker", list, { env: engineEnvironment(ownSocket) });
  return stdout !== "";
}

async function environment(report: (line: string) => void): Promise<Record<string, string>> {
  return { ...(await ensurePulumi(report)).env, ...backendEnvironment() };
}

/** Removes a stack's resources. Volumes of databases are retained by their component. */
export async function destroy(target: StackTarget, report: (line: string) => void): Promise<void> {
  const interrupts = new Interrupts();
  const args = ["destroy", "--stack", target.stack, "--yes", "--skip-preview", "--non-interactive"];
  await run("pulumi", args, {
    ...interrupts.options,
    cwd: target.folder,
    env: target.env,
    onLine: report,
  }).finally(() => interrupts.release());
}

/** Removes a stack's volumes from its own engine: that of the shell may be another, and have a stack of the same name. */
export async function removeVolumes({ environment: env, system, stack }: StackOnEngine): Promise<void> {
  const list = ["volume", "ls", "--quiet", ...labelFilters({ system, stack })];
  const { stdout } = await run("docker", list, { env });
  const names = stdout.split("\n").filter((name) => name !== "");
  if (names.length > 0) await run("docker", ["volume", "rm", ...names], { env });
}
