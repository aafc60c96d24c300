import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { parse } from "yaml";
import { withEmptyEngine } from "./empty-engine";

/** The checkout. */
export const root = resolve(__dirname, "..", "..");

/** A resource as a program registered it. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** Options that guard it against deletion. Pulumi's mocks do not hand them on, so they are taken from the request. */
  protect: boolean;
  retainOnDelete: boolean;
  /** Outputs that the engine is told to keep as secrets. */
  secretOutputs: string[];
}

type Options = Pick<Registered, "protect" | "retainOnDelete" | "secretOutputs">;

/** What a component registered at the end of its constructor. */
export interface RegisteredOutputs {
  urn: string;
  outputs: Record<string, unknown>;
}

/** What a program did: the resources that it registered, and what it exported. */
export interface Ran {
  resources: Registered[];
  /** Of its components, as a state has them. */
  components: RegisteredOutputs[];
  outputs: Record<string, unknown>;
}

/** What a stack file configures, in the form in which the engine hands it to a program. */
export function stackFile(folder: string, stack: string): Record<string, string> {
  const file = parse(readFileSync(join(folder, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  return Object.fromEntries(
    Object.entries(file.config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

/**
 * Runs a Pulumi program in this process with Pulumi's mocks: no engine, no plugins, no Docker. What the program does by itself, like its
 * verification, finds no Docker engine either: it must not look at the systems of the machine, nor leave records there.
 */
export async function runProgram(
  folder: string,
  stack: string,
  config: Record<string, string>,
  secretKeys: string[] = [],
): Promise<Ran> {
  const { name } = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as { name: string };
  const { program, resources, components } = await withMocks(name, stack, config, secretKeys, async () => {
    const entry = join(folder, "index.ts");
    delete require.cache[entry];
    const before = process.cwd();
    const engine = process.env["DOCKER_HOST"];
    process.chdir(folder);
    process.env["DOCKER_HOST"] = "unix:///no-engine-with-mocks.sock";
    try {
      const outputs = await (require(entry) as () => Promise<Record<string, unknown>>)();
      await settled(outputs);
      return outputs;
    } finally {
      process.chdir(before);
      if (engine === undefined) delete process.env["DOCKER_HOST"];
      else process.env["DOCKER_HOST"] = engine;
    }
  });
  return { resources, components, outputs: program };
}

/**
 * Waits for a program's outputs, also those that a failed verification takes away. Without it the verdict comes when nobody listens any
 * more, and ends the process of the tests.
 */
async function settled(outputs: Record<string, unknown>): Promise<void> {
  const promises = Object.values(outputs).map((output) =>
    (pulumi.output(output) as unknown as { promise: () => Promise<unknown> }).promise(),
  );
  await Promise.allSettled(promises);
}

/** Runs code that makes resources, with Pulumi's mocks and for an engine with nothing on it, until all of them are registered. */
export function withMocks<T>(
  project: string,
  stack: string,
  config: Record<string, string>,
  secretKeys: string[],
  make: () => Promise<T> | T,
): Promise<{ program: T; resources: Registered[]; components: RegisteredOutputs[] }> {
  return withEmptyEngine(() => registered(project, stack, config, secretKeys, make));
}

async function registered<T>(
  ...[project, stack, config, secretKeys, make]: Parameters<typeof withMocks<T>>
): ReturnType<typeof withMocks<T>> {
  const resources: Registered[] = [];
  const components: RegisteredOutputs[] = [];
  const options = new Map<string, Options>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        const guards = options.get(`${type} ${name}`) ?? {
          ...{ protect: false, retainOnDelete: false, secretOutputs: [] },
        };
        if (type !== "pulumi:pulumi:Stack")
          resources.push({ type, name, inputs: inputs as Record<string, unknown>, ...guards });
        return {
          id: id || `${name}-id`,
          state: { ...(inputs as object), ...computed(type, name, inputs as Record<string, unknown>) },
        };
      },
      call: ({ inputs }) => ({ stdout: answer(inputs as Record<string, unknown>), stderr: "" }),
    },
    project,
    stack,
    false,
    "organization",
  );
  watchOptions(options, components);
  pulumi.runtime.setAllConfig(config, secretKeys);
  let program = undefined as T;
  await pulumi.runtime.runInPulumiStack(async () => {
    program = await make();
    return {};
  });
  // Registrations wait for one another's outputs.
  await (settings as unknown as { waitForRPCs: () => Promise<void> }).waitForRPCs();
  return { program, resources, components };
}

/** Notes the options of each registration, and the outputs of components, on their way to the mocks. */
function watchOptions(found: Map<string, Options>, components: RegisteredOutputs[]): void {
  const monitor = settings.getMonitor() as unknown as {
    registerResource: (request: RegisterResourceRequest, callback: unknown) => unknown;
    registerResourceOutputs: (request: RegisterResourceOutputsRequest, callback: unknown) => unknown;
    registerResourceHook: (request: unknown, callback: (error: null, done: Empty) => void) => void;
    registerErrorHook: (request: unknown, callback: (error: null, done: Empty) => void) => void;
  };
  // Pulumi's mocks know no hooks: nothing happens that one could hang on.
  monitor.registerResourceHook = monitor.registerErrorHook = (_, callback) => callback(null, new Empty());
  const complete = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, callback) => {
    const outputs = (request.getOutputs()?.toJavaScript() ?? {}) as Record<string, unknown>;
    components.push({ urn: request.getUrn(), outputs });
    return complete(request, callback);
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    found.set(`${request.getType()} ${request.getName()}`, {
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      secretOutputs: request.getAdditionalsecretoutputsList(),
    });
    return register(request, callback);
  };
}

/** What the providers would add to a resource's inputs. */
function computed(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (type.startsWith("docker:index/remoteImage")) return { imageId: `sha256:${name}` };
  if (type.startsWith("docker:index/container")) return { name: inputs["name"] ?? `${name}-1234567` };
  if (type.startsWith("random:")) return { result: `generated-${name}` };
  // A build prints the id of what it built.
  const program = (inputs["environment"] as Record<string, string> | undefined)?.["RUNNER"] ?? "";
  const built = program.endsWith("/build-job.ts");
  if (type.startsWith("command:")) return { stdout: built ? `sha256:${name}` : "", stderr: "" };
  return {};
}

/** What a command says that a program runs by itself. Every registry has every image, and so has the host. */
function answer({ stdin }: Record<string, unknown>): string {
  if (typeof stdin !== "string") return "";
  const { registry, here } = JSON.parse(stdin) as { registry: { name: string }[]; here: string[] };
  const digest = (name: string) => `sha256:${createHash("sha256").update(name).digest("hex")}`;
  const body = (name: string) => JSON.stringify({ Descriptor: { digest: digest(name) } });
  return JSON.stringify({
    registry: Object.fromEntries(registry.map(({ name }) => [name, { status: 200, body: body(name) }])),
    here: here.map((name) => ({ id: digest(name), tags: [name], digests: [] })),
  });
}
