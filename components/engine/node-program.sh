# Does the job of standard input. Programs that Pulumi runs are Node.js programs, so it is there; $RUNNER is relative to the project: JavaScript in the
# package, where it is relative to its components; TypeScript in its repository.
case $RUNNER in
  *.js)
    exec node -e 'const { runMain } = require("node:module");
      process.argv[1] = require.resolve("pulumi-web-systems/package.json").replace(/package\.json$/, "dist/components/" + process.env.RUNNER);
      runMain();'
    ;;
esac
exec node --require "./${RUNNER%%components/*}components/engine/typescript.cjs" "$RUNNER"
