# Waits until the database in $CONTAINER answers $QUERY, for at most $TIMEOUT seconds.
# Each try is bounded too: a server that hangs takes a connection and never answers. The client takes the shell's place (exec): left behind by a
# shell that ran out of time, it would become a child of the server, and PostgreSQL takes such a child's end for a crash of its own.
# Tells after 3 s, and then every 10 s, that it waits.
set -u
began=$(date +%s)
tell=$((began + 3))
while ! answer=$(docker exec "$CONTAINER" timeout 5 sh -c "exec $QUERY" 2>&1); do
  now=$(date +%s)
  [ -n "$answer" ] || answer="none within 5 s"
  state=$(docker inspect --format '{{.State.Status}}{{if eq .State.Status "exited"}} with code {{.State.ExitCode}}{{end}}{{if .State.OOMKilled}}, for want of memory{{end}}, {{.RestartCount}} restarts' "$CONTAINER" 2>/dev/null) || state=gone
  case $state in exited* | gone) over=yes ;; *) over= ;; esac
  # Data of another system do not change by waiting: PostgreSQL does not answer here while it is set up.
  case $answer in *'role "postgres" does not exist'*) over=yes foreign=yes ;; *) foreign= ;; esac
  if [ "$over" ] || [ $((now - began)) -ge "$TIMEOUT" ]; then
    {
      echo "The database $CONTAINER did not answer a query within $TIMEOUT s (its state: $state)."
      echo "Answer: $answer"
      echo "Its last log lines:"
      docker logs --tail 20 "$CONTAINER" 2>&1 | sed 's/^/  | /'
      echo "Nothing was migrated and no service was changed. Fix the cause, or revert the change of the database, then run 'pulumi up' again."
      [ -z "$foreign" ] || echo "Its data were made by another system. As its own superuser NAME: docker exec $CONTAINER psql -U NAME -d postgres -c 'CREATE ROLE postgres SUPERUSER LOGIN'"
      [ "$over" ] || echo "A database that only needs longer, as one with much to recover: raise its startTimeout."
    } >&2
    exit 1
  fi
  if [ "$now" -ge "$tell" ]; then
    tell=$((now + 10))
    echo "database $CONTAINER does not answer yet, after $((now - began)) of at most $TIMEOUT s: $(printf '%s\n' "$answer" | head -n 1)"
  fi
  sleep 0.2
done
