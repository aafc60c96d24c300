# Puts $TARGET in the place of $DATABASE, which is kept as $KEPT. When it fails, $DATABASE is as it was, and $TARGET gone if $DISCARD is set:
# what was just restored can be restored again, but not what is kept from before.
trap 'rm -rf "$work"' EXIT
fail() {
  {
    echo "Database $TARGET could not be put in the place of $DATABASE: $1"
    grep . "$errors" 2>/dev/null | tail -n 3 | sed 's/^/  | /'
    echo "Database $DATABASE serves as before."
    [ -n "${DISCARD:-}" ] || echo "Database $TARGET is there as before too."
  } >&2
  [ -z "${DISCARD:-}" ] || drop "$TARGET" 2>/dev/null
  exit 1
}
# Its session would be cut off, or its file would end in the database that is kept.
holder=$(runner "$DATABASE" 2>"$errors") || fail "who migrates it could not be asked"
[ -z "$holder" ] || fail "a migration is running, $holder. Wait until that update has ended."
exchange "$DATABASE" "$TARGET" "$KEPT" || fail "the exchange failed"
