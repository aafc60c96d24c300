# Does the job of standard input. Programs that Pulumi runs are Node.js programs, so it is there; $RUNNER is relative to the project: JavaScript in the
# package, where it is relative to its components; TypeScript in its repository, which has compile.cjs beside components/.
case $RUNNER in
  *.js)
    manifest=$(node -p 'require.resolve("pulumi-web-systems/package.json")') || exit 1
    exec node "${manifest%package.json}dist/components/$RUNNER"
    ;;
esac
exec node --require "./${RUNNER%%components/*}compile.cjs" "$RUNNER"
