# Takes a backup when one is due: at $AT every day, or $EVERY seconds after the last one; deletes those that are no longer kept; and restores the newest
# into a server of its own when $TEST_EVERY seconds (0: never) have passed since one was last proven. A failure is
# tried again after $RETRY seconds. What healthy.sh looks at is in /tmp: failed, test-failed, started.
trap 'rm -rf "$work"; kill "$child" 2>/dev/null; exit 0' TERM INT
child=
log() { echo "$(utc) $*"; }
# In the background, so that a signal is heard at once.
run() { "$@" & child=$!; wait "$child"; }
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
now >/tmp/started
next=0
from_the_future | while read -r id; do log "backup $id is dated later than now and is ignored: a clock was wrong"; done
while :; do
  # A clock that was set back must not make it wait for the time that it had.
  [ "$next" -le $(($(now) + RETRY + 5)) ] || next=0
  if [ "$(now)" -ge "$next" ] && due; then
    run attempt
    case $? in 0) ;; 75) next=$(($(now) + 5)) ;; *) next=$(($(now) + RETRY)) ;; esac
  fi
  run sleep 5
done
