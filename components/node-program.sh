# Does the job of standard input. Programs that Pulumi runs are Node.js programs, so it is there; $RUNNER is relative to the project.
# compile.cjs lies beside the folder components, which is above the folder of an example.
exec node --require "./${RUNNER%components/*}compile.cjs" "$RUNNER"
