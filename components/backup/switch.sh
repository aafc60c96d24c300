# Puts $TARGET in the place of $DATABASE, which is kept as $KEPT. When it fails, $DATABASE and $TARGET are as they were, as far as a look at them shows.
trap 'rm -rf "$work"' EXIT
fail() {
  {
    echo "Database $TARGET could not be put in the place of $DATABASE: $1"
    told
    looked "$DATABASE" && looked "$TARGET"
  } >&2
  exit 1
}
# Its session would be cut off, or its file would end in the database that is kept.
holder=$(runner "$DATABASE" 2>"$errors") || fail "who migrates it could not be asked"
[ -z "$holder" ] || fail "a migration is running, $holder. Wait until that update has ended."
exchange "$DATABASE" "$TARGET" "$KEPT" || fail "the exchange failed"
