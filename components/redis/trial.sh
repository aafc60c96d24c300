# Starts a Redis of $IMAGE with the settings $CONF, without data, network and password, until it accepts a write. A failure stops the release
# here, while the current server still runs.
set -u
# shellcheck disable=SC2086 # several words
answer=$(docker run --rm --network none --read-only --cap-drop ALL --user redis --entrypoint sh --tmpfs /tmp --memory "${MEMORY}m" \
  $LABELS --env CONF="$CONF" "$IMAGE" -c '
    printf "%s\ndir /tmp\n" "$CONF" >/tmp/redis.conf
    redis-server /tmp/redis.conf >/tmp/log 2>&1 &
    server=$!
    tries=0
    while [ "$tries" -lt 100 ] && kill -0 "$server" 2>/dev/null; do
      redis-cli set trial 1 2>/dev/null | grep -q OK && exit 0
      sleep 0.1
      tries=$((tries + 1))
    done
    redis-cli set trial 1 2>/dev/null
    grep -vE "Memory overcommit|oO0OoO0|Redis version=|Configuration loaded|monotonic clock" /tmp/log | tail -n 8
    exit 1' 2>&1) && exit 0
{
  echo "Redis $NAME does not work with this image and these settings; one that runs was not touched. Redis reports:"
  printf '%s\n' "$answer" | sed 's/^/  | /'
  echo "  fix: correct them, then run 'pulumi up' again"
} >&2
exit 1
