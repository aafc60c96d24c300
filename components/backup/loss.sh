# What a restore of backup $ID begins with: whether it is whole; then the rows of each table now, and the migrations that are applied now.
# Warnings of the server go to standard error and are no failure.
trap 'rm -rf "$work"' EXIT
fail() { printf '%s Nothing was changed.\n' "$1" >&2 && told >&2 && exit 1; }
trouble=$(intact "$ID") || {
  echo "Backup $ID cannot be restored: $trouble. Nothing was changed."
  echo "  fix: choose another one of those that npm run backups lists"
  exit 1
} >&2
[ ! -d "$BACKUPS/.exchange" ] || {
  echo "Backup $ID cannot be restored now: an exchange of database $DATABASE is running, or was interrupted. Nothing was changed."
  echo "  fix: npm run restore -- --finish brings it to its end"
  exit 1
} >&2
holder=$(runner "$DATABASE" 2>"$errors") || fail "Who migrates database $DATABASE could not be asked."
[ -z "$holder" ] || {
  echo "Backup $ID cannot be restored now: a migration of database $DATABASE is running, $holder. Nothing was changed."
  echo "  fix: wait until that update has ended, then restore again"
  exit 1
} >&2
{ counts "$DATABASE" >"$work/counted" && applied "$DATABASE" >"$work/applied"; } 2>"$errors" || fail "Database $DATABASE could not be read."
sed "s/^/table$TAB/" "$work/counted"
sed "s/^/migration$TAB/" "$work/applied"
grep -i warning "$errors" | sort -u | head -n 3 >&2
exit 0
