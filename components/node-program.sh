# Does the job of standard input. Programs that Pulumi runs are Node.js programs, so it is there. $RUNNER is relative to the project, and lies below
# the folder with compile.cjs, as all components do.
exec node --require "./${RUNNER%%components/*}compile.cjs" "$RUNNER"
