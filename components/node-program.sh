# Does the job of standard input. Programs that Pulumi runs are Node.js programs, so it is there; $RUNNER is relative to the project.
exec node --require ./compile.cjs "$RUNNER"
