# Prints what is wrong with the containers of $CONTAINERS (a line each: service, then name), a line each, and nothing when all of
# them run and none is unhealthy; always exits 0.
# All are asked at once, because that is nearly always all there is to ask.
names=$(printf '%s\n' "$CONTAINERS" | cut -d' ' -f2)
format='{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}'
# shellcheck disable=SC2086
states=$(docker inspect --format "$format" $names 2>/dev/null) &&
  ! printf '%s\n' "$states" | grep -qvxE 'running( healthy| starting)?' && exit 0

case "$DOCKER_HOST" in unix:///var/run/docker.sock) docker=docker ;; *) docker="docker -H $DOCKER_HOST" ;; esac
printf '%s\n' "$CONTAINERS" | while read -r service container; do
  state=$(docker inspect --format "$format" "$container" 2>/dev/null) ||
    state="gone: somebody removed it"
  case "$state" in running | "running healthy" | "running starting") continue ;; esac
  echo "$service: its container $container is $state"
  case "$state" in
    gone*) fix="pulumi up --refresh makes it anew" ;;
    # The engine restarts what ends by itself: this was stopped. A refresh takes it for what was asked for.
    exited* | created*) fix="$docker start $container, if nobody stopped it on purpose" ;;
    *) fix="look at $docker logs $container; $docker restart $container" ;;
  esac
  echo "  fix: $fix"
  docker logs --tail 5 "$container" 2>&1 | grep -v '^Error.*No such container' | sed 's/^/  | /'
done
exit 0
