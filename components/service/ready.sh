# Hands the files of standard input (a line each: path, content in base64) to the candidate $CONTAINER of $SERVICE. Then waits
# until it answers $PROBE (of $PROBE_PATH, where it needs one), for at most $TIMEOUT seconds. One that a failed release stopped is started again: the cause may be
# gone. A candidate that fails is stopped, so that it costs nothing.
set -u
state_of() { docker inspect --format '{{.State.Status}} {{.RestartCount}} {{.State.ExitCode}}' "$CONTAINER" 2>/dev/null || echo gone; }
fail() {
  {
    echo "Service $SERVICE did not become healthy: $1"
    [ -n "${answer:-}" ] && echo "Its health check says: $answer"
    echo "Last log lines of the candidate $CONTAINER:"
    docker logs --tail 20 "$CONTAINER" 2>&1 | sed 's/^/  | /'
    echo "Nginx still points at the old release. Mend the cause, then run 'pulumi up' again."
  } >&2
  docker stop --time 5 "$CONTAINER" >/dev/null 2>&1
  exit 1
}
[ "$(state_of | cut -d' ' -f1)" = running ] || docker start "$CONTAINER" >/dev/null 2>&1
if [ -n "$HANDED" ]; then
  # As root, so that the service itself cannot change them; its user is not root, so others may read them.
  answer=$(docker exec -i -u 0 "$CONTAINER" sh -c 'umask 022
    while read -r path content; do
      printf %s "$content" | base64 -d >"$path.new" && mv "$path.new" "$path" || exit 1
    done' 2>&1) || fail "its files and secret settings could not be handed over"
fi
deadline=$(($(date +%s) + TIMEOUT))
while ! answer=$(docker exec "$CONTAINER" sh -c "$PROBE" check "${PROBE_PATH:-}" 2>&1); do
  # shellcheck disable=SC2046 # three words
  set -- $(state_of)
  [ "$1" = gone ] && fail "its container is gone"
  [ "${2:-0}" -ge 2 ] && { answer=; fail "it exited with code $3 and was restarted $2 times"; }
  [ "$(date +%s)" -ge "$deadline" ] && fail "no good answer within $TIMEOUT s"
  sleep 0.2
done
