# Waits, for at most $1 tries, until the container that holds the published ports hands them on.
tries=0
until [ -e /tmp/held ]; do
  tries=$((tries + 1))
  [ "$tries" -ge "$1" ] && { echo "the container that holds them does not hand them on"; exit 1; }
  sleep 0.1
done
