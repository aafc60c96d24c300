# Does the job of standard input. Programs that Pulumi runs are Node.js programs, so it is there; $RUNNER is relative to the project.
# A project lies beside components/ or, as an example, below.
exec node --require "./${RUNNER%%components/*}compile.cjs" "$RUNNER"
