# Prints what is wrong with the containers of $CONTAINERS (a line each: service, then name), a line each, and nothing when all of
# them run and none is unhealthy; always exits 0.
printf '%s\n' "$CONTAINERS" | while read -r service container; do
  state=$(docker inspect --format '{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}' "$container" 2>/dev/null) ||
    state="gone: somebody removed it"
  case "$state" in running | "running healthy" | "running starting") continue ;; esac
  echo "$service: its container $container is $state"
  docker logs --tail 5 "$container" 2>&1 | grep -v '^Error.*No such container' | sed 's/^/  | /'
done
exit 0
