// Loaded before a program (Pulumi.yaml: `nodeargs`): compiles TypeScript files when they are required, and loads less of Pulumi's SDK. Jobs,
// which use none of it, load only the first. Why it is not a library: docs/decisions/0001.
require("./components/engine/typescript.cjs");
const Module = require("node:module");

// Pulumi takes a stack for every resource and would map each through the source maps of its own SDK, which takes a third of a
// preview and half a minute of a failed one. Ours have no maps.
const maps = Module.createRequire(require.resolve("@pulumi/pulumi")).resolve("source-map-support/register");
require.cache[maps] = Object.assign(new Module(maps), { loaded: true });

// What the SDK loads for programs of another kind, a third of its start: for those that turn functions into text, npm's dependency
// resolver, the TypeScript compiler and an inspector; for runs that are traced, OpenTelemetry. They come when they are asked for.
lazily("@pulumi/pulumi/typescript-shim", () => require("typescript"));
lazily("@npmcli/arborist");
lazily("@pulumi/pulumi/runtime/closure/v8Hooks", undefined, { isInitializedAsync: async () => {} });
for (const name of [
  "exporter-zipkin",
  "instrumentation",
  "instrumentation-grpc",
  "resources",
  "sdk-trace-base",
  "sdk-trace-node",
])
  lazily(`@opentelemetry/${name}`);

// The SDK notes a stack for each of its thousands of promises, for a leak report that only this variable turns on.
if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS)
  withoutStacks(require("@pulumi/pulumi/runtime/debuggable"), "debuggablePromise");

/** Errors that a function makes have no stack: taking one costs more than all else that it does. */
function withoutStacks(module, name) {
  const real = module[name];
  module[name] = (...args) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return real(...args);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}

/**
 * Puts something in the place of a module of the SDK that loads it when a property of it is asked for.
 *
 * @param answers properties that need no loading
 */
function lazily(name, load, answers = {}) {
  const sdk = Module.createRequire(require.resolve("@pulumi/pulumi"));
  let file;
  try {
    file = sdk.resolve(name);
  } catch {
    return; // An SDK of another version, which does without it.
  }
  const real = () => {
    if (require.cache[file] === standIn) delete require.cache[file];
    return load ? load() : require(file);
  };
  const known = { __esModule: undefined, ...answers };
  const exports = new Proxy(
    {},
    { get: (_, property) => (property in known ? known[property] : real()[property]) },
  );
  const standIn = Object.assign(new Module(file), { exports, loaded: true });
  require.cache[file] = standIn;
}
