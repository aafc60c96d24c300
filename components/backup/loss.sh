# What a restore of backup $ID begins with: whether it is whole; then the rows of each table now, and the migrations that are applied now.
trap 'rm -rf "$work"' EXIT
trouble=$(intact "$ID") || { echo "Backup $ID cannot be restored: $trouble. Nothing was changed." >&2 && exit 1; }
holder=$(runner "$DATABASE") && [ -n "$holder" ] && {
  echo "Backup $ID cannot be restored now: a migration of database $DATABASE is running, $holder. Nothing was changed."
  echo "  fix: wait until that update has ended, then restore again"
} >&2 && exit 1
counts "$DATABASE" 2>"$errors" | sed "s/^/table$TAB/" && applied "$DATABASE" 2>>"$errors" | sed "s/^/migration$TAB/"
[ ! -s "$errors" ] || { echo "Database $DATABASE could not be read: $(tail -n 1 "$errors"). Nothing was changed." >&2 && exit 1; }
