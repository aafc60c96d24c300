// Compiles TypeScript files when they are required, with esbuild, and keeps the result in node_modules/.cache. Types are not checked here.
// In the repository it is loaded before a job, and by compile.cjs before a program; the package has JavaScript.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const { version } = require("esbuild/package.json");

const options = { format: "cjs", loader: "ts", target: "node20" };
const cache = join(__dirname, "..", "..", "node_modules", ".cache", "compiled");

// Compiled code of packages, kept by newer versions of Node.js themselves.
Module.enableCompileCache?.(join(cache, "v8"));

Module._extensions[".ts"] = (module, file) =>
  module._compile(compiled(readFileSync(file, "utf8"), file), file);

/** The JavaScript of a TypeScript file. One text has one result, so nothing kept can be out of date. */
function compiled(source, file) {
  const key = createHash("sha256")
    .update(`${version} ${JSON.stringify(options)} ${source}`)
    .digest("hex");
  const kept = join(cache, `${key}.js`);
  try {
    const text = readFileSync(kept, "utf8");
    // One that lost its text with the power of the machine would be a program that does nothing.
    if (text === "") throw new Error(`${kept} is empty`);
    return text;
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
