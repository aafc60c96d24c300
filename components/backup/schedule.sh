# Takes a backup when one is due: at $AT every day, or $EVERY seconds after the last one; deletes those that are no longer kept; and restores the newest
# into a server of its own when $TEST_EVERY seconds (0: never) have passed since one was last proven. A failure is
# tried again after $RETRY seconds. What healthy.sh looks at is in /tmp: failed, test-failed, started.
trap 'rm -rf "$work"; kill "$child" 2>/dev/null; exit 0' TERM INT
child=
log() { echo "$(utc) $*"; }
# In the background, so that a signal is heard at once.
run() { "$@" & child=$!; wait "$child"; }
last() { newest=$(ids | tail -n 1); [ -z "$newest" ] && echo 0 || taken "$newest"; }
due() {
  now=$(date +%s)
  if [ -n "$AT" ]; then
    point=$(date -d "$(date +%Y-%m-%d) $AT" +%s)
    [ "$point" -le "$now" ] || point=$((point - 86400))
  else
    point=$((now - EVERY))
  fi
  [ "$(last)" -le "$point" ]
}
test_due() {
  [ "$TEST_EVERY" -gt 0 ] || return 1
  proven=0
  for id in $(ids); do
    at=$(field "$id" verifiedAt)
    [ -z "$at" ] || { at=$(date -u -d "$at" +%s); [ "$at" -le "$proven" ] || proven=$at; }
  done
  [ $(($(date +%s) - proven)) -ge "$TEST_EVERY" ]
}
attempt() {
  id=$(REASON=scheduled sh "$SCRIPTS/dump.sh" 2>/tmp/failing)
  code=$?
  if [ "$code" -ne 0 ]; then
    log "$(cat /tmp/failing)"
    # A migration of a release that is just going on is no failure.
    [ "$code" -eq 75 ] || mv /tmp/failing /tmp/failed
    return "$code"
  fi
  rm -f /tmp/failed
  log "took backup $id"
  retain || log "old backups could not be deleted"
  test_due || return 0
  if tested=$(ID=$id sh "$SCRIPTS/restore-test.sh" 2>/tmp/failing); then
    rm -f /tmp/test-failed
    log "$tested"
  else
    mv /tmp/failing /tmp/test-failed && log "$(cat /tmp/test-failed)"
  fi
}
date +%s >/tmp/started
next=0
while :; do
  if [ "$(date +%s)" -ge "$next" ] && due; then
    run attempt
    case $? in 0) ;; 75) next=$(($(date +%s) + 5)) ;; *) next=$(($(date +%s) + RETRY)) ;; esac
  fi
  run sleep 5
done
