# What the scripts beside Nginx share: $what failed and $serving, what that means for users, are theirs to say.
set -u
serving="Nginx still serves as before"
fail() {
  echo "$what: $1" >&2
  # One that ends at its start is restarted again and again: what it says explains more than the command that met it dead.
  state=$(docker inspect --format '{{.State.Status}} {{.RestartCount}}' "$CONTAINER" 2>/dev/null)
  [ "$state" = "running 0" ] ||
    detail=$(printf '%s\n' "${detail:-}" && told)
  [ -n "${detail:-}" ] && printf '%s\n' "$detail" | sed 's/^/  | /' >&2
  # It restarts always, so an operator stopped it.
  case $state in exited*) serving="$CONTAINER is stopped. To serve again as before: docker start $CONTAINER" ;; esac
  docker version >/dev/null 2>&1 ||
    serving="What serves cannot be seen, because the engine does not answer: npm run doctor says it when it does"
  echo "$serving. Fix the cause, then run 'pulumi up' again." >&2
  exit 1
}
# What it said of itself. One that restarted long ago serves: what clients asked for has their tokens, and is no cause.
told() { docker logs --tail 200 "$CONTAINER" 2>&1 | grep -vE ', client: |"method":|(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /' | tail -n 5; }
wait_for_nginx() {
  tries=0
  until [ "$(docker inspect --format '{{.State.Running}}' "$CONTAINER" 2>/dev/null)" = true ]; do
    tries=$((tries + 1))
    [ "$tries" -ge 100 ] && fail "the Nginx container is not running"
    sleep 0.1
  done
}
