# Starts a Redis of $IMAGE with the settings $CONF, without data, network and password, until it answers. What it refuses to start with fails the
# release here, while the one that serves still runs.
set -u
answer=$(docker run --rm --network none --read-only --cap-drop ALL --user redis --entrypoint sh --tmpfs /tmp --memory "${MEMORY}m" \
  --label "$LABEL_SYSTEM" --label "$LABEL_STACK" --label "$LABEL_SERVICE" --label "$LABEL_ROLE" --env CONF="$CONF" "$IMAGE" -c '
    printf "%s\ndir /tmp\n" "$CONF" >/tmp/redis.conf
    redis-server /tmp/redis.conf >/tmp/log 2>&1 &
    server=$!
    tries=0
    while [ "$tries" -lt 100 ] && kill -0 "$server" 2>/dev/null; do
      redis-cli ping 2>/dev/null | grep -q PONG && exit 0
      sleep 0.1
      tries=$((tries + 1))
    done
    tail -n 8 /tmp/log
    exit 1' 2>&1) && exit 0
{
  echo "Redis $NAME does not start with these settings; nothing was changed, and the one that runs still does. It says:"
  printf '%s\n' "$answer" | sed 's/^/  | /'
  echo "  fix: correct its settings, then run 'pulumi up' again"
} >&2
exit 1
