# Restores backup $ID into the new database $TARGET of the same server and compares it with the manifest. When it fails, $TARGET is gone.
done=
trap 'rm -rf "$work"; [ -n "$done" ] || drop "$TARGET" 2>/dev/null' EXIT
trap 'exit 143' HUP INT TERM
fail() {
  {
    echo "Backup $ID could not be restored: $1"
    grep . "$errors" 2>/dev/null | tail -n 3 | sed 's/^/  | /'
    echo "Database $DATABASE serves as before; nothing was changed."
  } >&2
  exit 1
}
trouble=$(intact "$ID") || fail "$trouble"
file=$BACKUPS/$(field "$ID" file)
create_like "$DATABASE" "$TARGET" 2>"$errors" || fail "the new database $TARGET could not be made"
load "$file" "$TARGET" || fail "it could not be loaded"
differs=$(differences "$TARGET" "$ID" 2>"$errors")
[ -z "$differs" ] || fail "what was restored is not what the manifest says:
$differs"
done=yes
