# Does the job of standard input. Programs that Pulumi runs are Node.js programs, so it is there; $RUNNER is relative to the project: JavaScript in the
# package, TypeScript in its repository, which has compile.cjs beside components/.
case $RUNNER in *.js) exec node "./$RUNNER" ;; esac
exec node --require "./${RUNNER%%components/*}compile.cjs" "$RUNNER"
