# Runs the seed of standard input. $RUNNER is relative to the project.
exec node --require ./compile.cjs "$RUNNER"
