# Hands the files of standard input (a line each: path, content in base64) to the candidate $CONTAINER of $SERVICE; after an empty line follows
# what is never shown. Then waits until it answers $PROBE (of $PROBE_PATH, where it needs one), for at most $TIMEOUT seconds. One that a failed release stopped is started again:
# the cause may be gone. A candidate that fails is stopped, so that it costs nothing, and $LEFT says how things are then.
set -u
files=
[ -z "$HANDED" ] || {
  input=$(cat)
  files=$(printf '%s\n' "$input" | sed '/^$/,$d')
  hidden=$(printf '%s\n' "$input" | sed '1,/^$/d')
}
state_of() { docker inspect --format '{{.State.Status}} {{.RestartCount}} {{.State.ExitCode}}' "$CONTAINER" 2>/dev/null || echo gone; }
fail() {
  {
    echo "Service $SERVICE did not become healthy: $1"
    [ -z "${answer:-}" ] || { echo "Its health check says:" && printf '%s\n' "$answer" | shown; }
    echo "Log lines of the candidate $CONTAINER:"
    docker logs --tail 200 "$CONTAINER" 2>&1 | shown
    echo "$LEFT"
  } >&2
  # Without a restart policy it is known to be of a release that failed.
  docker update --restart no "$CONTAINER" >/dev/null 2>&1
  docker stop --time 5 "$CONTAINER" >/dev/null 2>&1
  exit 1
}
case $(state_of) in
  exited* | created*)
    docker update --restart always "$CONTAINER" >/dev/null 2>&1
    answer=$(docker start "$CONTAINER" 2>&1) || fail "it could not be started"
    ;;
esac
deadline=$(($(date +%s) + TIMEOUT))
while :; do
  # As root, so that the service itself cannot change them; its user is not root, so others may read them.
  [ -z "$files" ] || {
    answer=$(printf '%s\n' "$files" | docker exec -i -u 0 "$CONTAINER" sh -c 'umask 022
      while IFS= read -r line; do
        path=${line% *}
        printf %s "${line##* }" | base64 -d >"$path.new" && mv "$path.new" "$path" || exit 1
      done' 2>&1) && files=
  }
  [ -n "$files" ] || { answer=$(docker exec "$CONTAINER" sh -c "$PROBE" check "${PROBE_PATH:-}" 2>&1) && exit 0; }
  # shellcheck disable=SC2046 # three words
  set -- $(state_of)
  [ "$1" = gone ] && fail "its container is gone"
  [ "$1" = exited ] && { answer=; fail "its container was stopped, with exit code $3"; }
  # The exit code is there until it runs again.
  [ "$1" != running ] && [ "${2:-0}" -ge 2 ] && { answer=; fail "it exited with code $3 and was restarted $2 times"; }
  [ "$(date +%s)" -lt "$deadline" ] || {
    [ -z "$files" ] || fail "its files and secret settings could not be handed over within $TIMEOUT s"
    fail "no good answer within $TIMEOUT s"
  }
  sleep 0.2
done
