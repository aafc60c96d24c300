// What the engine starts. TypeScript is compiled while it loads, by the tsx of the project above, whatever the language host is told:
// so the pack needs no build and no packages of its own.
require("tsx/cjs");
// @pulumi/policy takes the pack's version from the package.json of the working directory, which is that of the user's program.
process.chdir(__dirname);
require("./pack.ts");
