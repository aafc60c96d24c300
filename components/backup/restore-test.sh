# Restores backup $ID (unset: the newest) into a server of its own beside the backups, and compares it with its manifest: migration head, tables, rows of each.
# Notes in the manifest that it is verified, and how long it took; of a backup that fails, that it is not.
latest=$(newest)
ID=${ID:-$latest}
scratch=
finish() {
  [ -z "$scratch" ] || { stop_scratch "$scratch"; rm -rf "$scratch"; }
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 143' HUP INT TERM
fail() {
  {
    echo "Restore test of backup $ID of database $DATABASE failed: $1"
    told
    echo "Do not rely on this backup: take another (npm run backup) and test that. The database was not touched."
  } >&2
  exit 1
}
# The backup is to blame: not a lack of room, a server that does not start or one that was ended.
refuted() {
  # Not in the words of the backup itself, which servers repeat.
  ! grep -vE 'Command was:|STATEMENT:|CONTEXT:|QUERY:' "$errors" 2>/dev/null |
    grep -qE 'No space left|[Dd]isk full|Errcode: 28|[Oo]ut of memory|closed the connection|connection to server|Lost connection|has gone away|terminating connection|Can.t connect' ||
    fail "$1"
  set_field "$ID" verifiedAt null && set_field "$ID" verifiedSeconds null 2>/dev/null || fail "$1
Its manifest could not be changed, and may still say that it is verified."
  fail "$1"
}
started=$(date +%s)
trouble=$(intact "$ID")
case $? in 0) ;; 2) refuted "$trouble" ;; *) fail "$trouble" ;; esac
file=$BACKUPS/$ID.$ENDING
find "$BACKUPS" -maxdepth 1 -name '.test.*' -mmin +1440 -exec rm -rf {} +
free=$(free_in "$BACKUPS")
# A new server takes up to 200 MiB before anything is in it.
needed=$(($(field "$ID" databaseBytes) * 2 + 209715200))
[ "$free" -ge "$needed" ] || fail "$(mib "$free") MiB are free beside the backups; $(mib "$needed") MiB are needed"
scratch=$(mktemp -d "$BACKUPS/.test.XXXXXX") || fail "no folder could be made beside the backups"
start_scratch "$scratch" || fail "a server for the test did not start"
LOAD_MODE=without-owners load_watched "$file" "$DATABASE" 67108864 "$BACKUPS" || {
  [ -f "$work/full" ] || refuted "it could not be loaded"
  fail "it could not be loaded"
}
differs=$(differences "$DATABASE" "$ID" 2>"$errors")
case $differs in *'could not be counted'*) fail "what was restored could not be counted" ;; esac
[ -z "$differs" ] || refuted "what was restored is not what the manifest says:
$differs"
seconds=$(($(date +%s) - started))
set_field "$ID" verifiedAt "\"$(utc)\"" && set_field "$ID" verifiedSeconds "$seconds" || fail "the manifest could not be written"
echo "Backup $ID of database $DATABASE was restored in $seconds s: $(wc -l <"$work/found") tables and all of their rows as its manifest says."
# What healthy.sh says of the last test.
[ "$ID" != "$latest" ] || rm -f /tmp/test-failed || :
