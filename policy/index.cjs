// What the engine starts. TypeScript is compiled while it loads, as the project above does, whatever the language host is told: so the
// pack needs no build and no packages of its own.
require("../compile.cjs");
// @pulumi/policy takes the pack's version from the package.json of the working directory, which is that of the user's program.
process.chdir(__dirname);
require("./pack.ts");
