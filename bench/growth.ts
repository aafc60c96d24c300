import type { RunResult } from "../operations/kernel/run";
import { TestProject } from "../test/support/project";
import { ComposeProject } from "./compose";
import { healthCommand } from "../components/workload/health";
import { seconds, sides, succeeded } from "./pair";
import { availableMiB, costOf } from "./processes";
import type { GrowthRow, Run } from "./results";
import type { Progress } from "./timings";

const image = "local/python:3.13-slim";
const command = ["python3", "-m", "http.server", "--directory", "/tmp", "8000"];
/** Memory limit of each container. */
const memory = 64;

/** One of the two with a number of services. */
interface Grown {
  up(): Promise<RunResult>;
  remove(): Promise<void>;
}

/**
 * Programs of several sizes, once each, cold and then with nothing to do. A failure is a row that says so.
 *
 * @param owned takes what a run must remove, also when it is broken off, and gives how to do that
 */
export async function growthFigure(
  counts: number[],
  binary: string,
  progress: Progress,
  owned: <T extends Grown>(thing: T) => () => Promise<void>,
): Promise<GrowthRow[]> {
  const rows: GrowthRow[] = [];
  for (const services of counts)
    for (const side of sides) {
      const row: GrowthRow = { services, side };
      rows.push(row);
      if (availableMiB() < services * memory) {
        row.failed = `this machine has no ${services * memory} MiB left, which are the limits of ${services} containers`;
        continue;
      }
      const grown = side === "ours" ? await oursWith(services) : composeWith(services, binary);
      const remove = owned(grown);
      try {
        row.cold = await measured(grown);
        row.nothing = await measured(grown);
        progress(`${services} services: ${side} cold ${text(row.cold)}, nothing to do ${text(row.nothing)}`);
      } catch (error) {
        row.failed = (error as Error).message.trim().split("\n").slice(0, 4).join(" ");
        progress(`${services} services: ${side} failed: ${(error as Error).message}`);
      } finally {
        await remove();
      }
    }
  return rows;
}

async function measured(grown: Grown): Promise<Run> {
  let took = 0;
  const cost = await costOf(async () => {
    took = await seconds(async () => succeeded(await grown.up()));
  });
  return { seconds: took, ...cost };
}

function text(run: Run): string {
  return `${run.seconds.toFixed(1)} s with ${run.peakMiB.toFixed(0)} MiB`;
}

function oursWith(services: number): Promise<Grown> {
  return TestProject.create({}, program(services));
}

/** As a user with many similar services would write it. */
function program(services: number): string {
  return `import * as pulumi from "@pulumi/pulumi";
import { Host, Image, Service } from "pulumi-web-systems";

export = () => {
  const host = new Host("host", {
    system: pulumi.getProject(),
    stack: pulumi.getStack(),
    endpoint: "unix:///var/run/docker.sock",
  });
  const image = new Image("image", { host, name: "${image}" }).id;
  for (let number = 1; number <= ${services}; number++)
    new Service(\`service-\${number}\`, {
      host,
      image,
      command: ${JSON.stringify(command)},
      port: 8000,
      health: { path: "/" },
      memory: ${memory},
      startTimeout: 300,
      stopGrace: 1,
    });
};
`;
}

/** At most ten health checks a second on the whole machine: more of them would be what is measured. */
function composeWith(services: number, binary: string): Grown {
  const project = new ComposeProject(binary);
  const service = {
    image,
    command,
    pull_policy: "never",
    restart: "unless-stopped",
    mem_limit: `${memory}m`,
    cpus: 1,
    read_only: true,
    tmpfs: ["/tmp"],
    healthcheck: {
      test: ["CMD-SHELL", healthCommand({ path: "/" }, 8000).command],
      interval: `${Math.max(1, services / 10)}s`,
      timeout: "30s",
      retries: 30,
    },
  };
  const names = Array.from({ length: services }, (_, at) => `service-${at + 1}`);
  project.define({ services: Object.fromEntries(names.map((name) => [name, service])) });
  return project;
}
