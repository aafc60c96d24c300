# Does the job of standard input: applies what is pending in the ledger, in a session of the database's own client inside its container.
# Programs that Pulumi runs are Node.js programs, so it is there; $RUNNER is relative to the project.
exec node --require ./compile.cjs "$RUNNER"
