# Waits until the database in $CONTAINER answers $QUERY, for at most $TIMEOUT seconds.
set -u
deadline=$(($(date +%s) + TIMEOUT))
while ! answer=$(docker exec "$CONTAINER" sh -c "$QUERY" 2>&1); do
  state=$(docker inspect --format '{{.State.Status}}' "$CONTAINER" 2>&1) || state=gone
  if [ "$(date +%s)" -ge "$deadline" ] || [ "$state" = exited ] || [ "$state" = gone ]; then
    {
      echo "The database $CONTAINER did not answer a query within $TIMEOUT s (its state: $state)."
      echo "Answer: $answer"
      echo "Its last log lines:"
      docker logs --tail 20 "$CONTAINER" 2>&1 | sed 's/^/  | /'
      echo "Nothing was migrated and no service was changed. Mend the cause, then run 'pulumi up' again."
    } >&2
    exit 1
  fi
  sleep 0.2
done
