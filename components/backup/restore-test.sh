# Restores backup $ID (unset: the newest) into a server of its own beside the backups, and compares it with its manifest: migration head, tables, rows of each.
# Notes in the manifest that it is verified, and how long it took.
ID=${ID:-$(ids | tail -n 1)}
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
    grep . "$errors" 2>/dev/null | tail -n 3 | sed 's/^/  | /'
    echo "Do not rely on this backup: take another (npm run backup) and test that. The database was not touched."
  } >&2
  exit 1
}
started=$(date +%s)
trouble=$(intact "$ID") || fail "$trouble"
file=$BACKUPS/$(field "$ID" file)
find "$BACKUPS" -maxdepth 1 -name '.test.*' -mmin +1440 -exec rm -rf {} +
free=$(($(df -Pk "$BACKUPS" | awk 'NR == 2 { print $4 }') * 1024))
# A new server takes up to 200 MiB before anything is in it.
needed=$(($(field "$ID" databaseBytes) * 2 + 209715200))
[ "$free" -ge "$needed" ] || fail "$((free / 1048576)) MiB are free beside the backups; $((needed / 1048576)) MiB are needed"
scratch=$(mktemp -d "$BACKUPS/.test.XXXXXX") || fail "no folder could be made beside the backups"
start_scratch "$scratch" || fail "a server for the test did not start"
load "$file" "$DATABASE" without-owners || fail "it could not be loaded"
differs=$(differences "$DATABASE" "$ID" 2>"$errors")
[ -z "$differs" ] || fail "what was restored is not what the manifest says:
$differs"
seconds=$(($(date +%s) - started))
set_field "$ID" verifiedAt "\"$(utc)\"" && set_field "$ID" verifiedSeconds "$seconds" || fail "the manifest could not be written"
echo "Backup $ID of database $DATABASE was restored in $seconds s: $(wc -l <"$work/found") tables and all of their rows as its manifest says."
