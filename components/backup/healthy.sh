# Healthy while the newest backup is not older than $MAX_AGE seconds, and the last restore test passed. The first backup of a small database
# is waited for; one that takes longer than 40 s counts as healthy while it is being taken, so that a release does not wait for hours.
trap 'rm -rf "$work"' EXIT
newest=$(newest)
now=$(now)
future=$(from_the_future | wc -l)
[ "$future" -eq 0 ] || echo "$future backups are dated later than now and are ignored: a clock was wrong."
if [ -z "$newest" ]; then
  [ ! -s /tmp/failed ] || { cat /tmp/failed && exit 1; }
  waited=$((now - $(cat /tmp/started 2>/dev/null || echo "$now")))
  [ "$waited" -le "$MAX_AGE" ] || { echo "No backup was ever taken." && exit 1; }
  echo "The first backup is being taken."
  [ "$waited" -ge 40 ]
  exit
fi
age=$((now - $(taken "$newest")))
if [ "$age" -gt "$MAX_AGE" ]; then
  echo "The newest backup, $newest, is $((age / 3600)) h $((age / 60 % 60)) min old; it may be $((MAX_AGE / 3600)) h $((MAX_AGE / 60 % 60)) min."
  [ ! -s /tmp/failed ] || cat /tmp/failed
  exit 1
fi
[ ! -s /tmp/test-failed ] || { cat /tmp/test-failed && exit 1; }
echo "The newest backup, $newest, is $((age / 3600)) h $((age / 60 % 60)) min old."
