// Loaded before a program (Pulumi.yaml: `nodeargs`): compiles TypeScript files when they are required, with esbuild, and keeps the
// result in node_modules/.cache. Types are not checked here. Why it is not a library: docs/decisions/0001.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const { version } = require("esbuild/package.json");

const options = { format: "cjs", loader: "ts", target: "node20" };
const cache = join(__dirname, "node_modules", ".cache", "compiled");

// Compiled code of packages, kept by newer versions of Node.js themselves.
Module.enableCompileCache?.(join(cache, "v8"));

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

Module._extensions[".ts"] = (module, file) =>
  module._compile(compiled(readFileSync(file, "utf8"), file), file);

/** The JavaScript of a TypeScript file. One text has one result, so nothing kept can be out of date. */
function compiled(source, file) {
  const key = createHash("sha256")
    .update(`${version} ${JSON.stringify(options)} ${source}`)
    .digest("hex");
  const kept = join(cache, `${key}.js`);
  try {
    return readFileSync(kept, "utf8");
  } catch {
    // Loaded only here: it takes longer than everything else when all files are kept.
    const { code } = require("esbuild").transformSync(source, { ...options, sourcefile: file });
    keep(kept, code);
    return code;
  }
}

/** Under its name only when it is complete: another run may read it at the same time. */
function keep(path, code) {
  try {
    mkdirSync(cache, { recursive: true });
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, code);
    renameSync(unfinished, path);
  } catch {
    // A folder that cannot be written: the next run compiles again.
  }
}

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
