# Starts a Redis with the settings $CONF until it accepts a write; else says why it does not.
printf '%s\ndir /tmp\n' "$CONF" >/tmp/redis.conf
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
exit 1
