# The processes that answer requests. They have no other name than this, which Nginx writes over its command.
workers() {
  for process in /proc/[0-9]*; do
    [ "$(tr -d '\0' <"$process/cmdline" | sed 's/ *$//')" = "nginx: worker process" ] && echo "$process"
  done 2>/dev/null
}
# Waits until none of $1 is left and others are there: Nginx reloads in its own time, and answers from its old workers until then.
others_than() {
  tries=0
  while
    now=$(workers)
    [ -z "$now" ] || printf '%s\n' "$1" | grep -qxF "$now"
  do
    tries=$((tries + 1))
    [ "$tries" -ge 150 ] && { echo "its old workers still serve after 15 s"; exit 1; }
    sleep 0.1
  done
}
