import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { say } from "../../messages/say";
import { finishNow, start } from "../engine/process";
import { temporary } from "../engine/temporary";
import { copyContext } from "./context";

/** What is to be built; the standard input of this program, as JSON. So no build argument can be taken for anything else. */
export interface BuildJob {
  /** Name and tag. A name stands for one content for ever: an image that is there, from a release before, is not built again. */
  name: string;
  /** Folder with the Dockerfile, relative to the project. */
  context: string;
  args: Record<string, string>;
}

/** Builds an image on the engine that the environment names, and prints its id. */
async function main(): Promise<number> {
  const job = JSON.parse(readFileSync(0, "utf8")) as BuildJob;
  const there = imageId(job.name);
  if (there !== undefined) return print(there);
  const { path: folder } = temporary("build");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));
  // Its files are readable by all users in the image, but not on this machine: the folder around them is closed.
  const context = join(folder, "context");
  mkdirSync(context);
  copyContext(job.context, context);
  const { code, lines } = await build(job, context);
  const id = code === 0 ? imageId(job.name) : undefined;
  if (id !== undefined) return print(id);
  const last = lines.filter((line) => line.trim() !== "" && !noise.test(line)).slice(-20);
  const what = say().image.buildFailed(job);
  process.stderr.write([what, ...last.map((line) => `  | ${line}`), ""].join("\n"));
  return 1;
}

/** Its steps are the progress that the user sees; the rest of its output matters only when it fails. */
async function build({ name, args }: BuildJob, folder: string): Promise<{ code: number; lines: string[] }> {
  const given = Object.entries(args).flatMap(([arg, value]) => ["--build-arg", `${arg}=${value}`]);
  // Every engine has this builder; the newer one is a plugin of the command line.
  const environment = { DOCKER_BUILDKIT: "0" };
  const child = start("docker", ["build", "--force-rm", "--tag", name, ...given, folder], { environment });
  child.stdin.end();
  process.on("exit", () => child.kill());
  const lines: string[] = [];
  const follow = async (stream: NodeJS.ReadableStream) => {
    for await (const line of createInterface({ input: stream })) {
      lines.push(line);
      if (line.startsWith("Step ")) process.stderr.write(`${line}\n`);
    }
  };
  const ended = new Promise<number>((done) => {
    child.on("error", (error) => {
      lines.push(error.message);
      done(127);
    });
    child.on("close", (code) => done(code ?? 1));
  });
  await Promise.all([follow(child.stdout), follow(child.stderr)]);
  return { code: await ended, lines };
}

const noise = /^Step |DEPRECATED|Install the buildx|https:\/\/docs\.docker\.com\/go\/buildx\//;

function imageId(name: string): string | undefined {
  const { code, stdout } = finishNow("docker", ["image", "inspect", "--format", "{{.Id}}", name]);
  return code === 0 ? stdout.trim() : undefined;
}

function print(id: string): number {
  process.stdout.write(`${id}\n`);
  return 0;
}

if (require.main === module) void main().then((code) => process.exit(code));
