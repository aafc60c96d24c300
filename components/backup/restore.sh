# Restores backup $ID into the new database $TARGET of the same server and compares it with the manifest. When it fails, $TARGET no longer exists.
# With $BESIDE what can be loaded stays, and all that cannot is listed; with $TABLE and $SCHEMA (PostgreSQL) too it has the rows of one table,
# which the manifest calls $COMPARED.
made=
done=
finish() {
  [ -z "$made" ] || [ -n "$done" ] || drop "$TARGET" >/dev/null 2>&1
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 143' HUP INT TERM
fail() {
  {
    echo "Backup $ID could not be restored: $1"
    told "${2:-3}"
    looked "$DATABASE" && [ -n "$made" ] && ! drop "$TARGET" >/dev/null 2>"$errors" && echo "The new database $TARGET could not be deleted: $(head -n 1 "$errors")"
    made=
  } >&2
  exit 1
}
# As differences, which made both files, of the table that the manifest calls $COMPARED only.
one_differs() {
  [ -f "$work/found" ] || { echo "$differs" && return; }
  expected=$(rows_in "$work/expected")
  found=$(rows_in "$work/found")
  [ "$expected" = "$found" ] || printf '  expected %s rows in %s\n  found %s\n' "$expected" "$COMPARED" "${found:-no such table}"
}
rows_in() { awk -F "$TAB" '$1 == ENVIRON["COMPARED"] { print $2 }' "$1"; }
trouble=$(intact "$ID") || fail "$trouble
  fix: choose another one of those that npm run backups lists"
file=$BACKUPS/$ID.$ENDING
server=$(version "$DATABASE" 2>"$errors") || fail "the server does not answer"
of=$(field "$ID" serverVersion)
[ "$(printf '%s\n%s\n' "${of%%.*}" "${server%%.*}" | sort -n | tail -n 1)" = "${server%%.*}" ] ||
  fail "it was taken from $PRODUCT $of, and this server is older: $server"
if [ -z "${BESIDE:-}" ]; then
  missing=$(missing_roles "$file") || fail "what it needs could not be read"
  [ -z "$missing" ] || fail "it has objects or rights of roles that this server does not have: $(printf '%s' "$missing" | tr '\n' ' ')
  fix: create them, or restore it without owners and rights into a database beside: npm run restore -- $ID --beside"
fi
bytes=$(weight "$ID") && folders >"$work/folders" && trouble=$(missing_room $((bytes + bytes / 2))) || fail "the room that it needs could not be found out"
[ -z "$trouble" ] || fail "$trouble"
create_like "$DATABASE" "$TARGET" 2>"$errors" || fail "the new database $TARGET could not be created"
made=yes
mode=${BESIDE:+beside}
[ -z "${TABLE:-}" ] || mode=table
# shellcheck disable=SC2046 # a folder a word
LOAD_MODE=$mode load_watched "$file" "$TARGET" "$reserve" $(cat "$work/folders") || loaded=no
if [ -f "$work/full" ] || { [ -n "${loaded:-}" ] && [ -z "$mode" ]; }; then fail "it could not be loaded"; fi
grep -iE 'error|warning' "$errors" | sort -u >"$work/said"
differs=$(differences "$TARGET" "$ID" 2>"$errors")
if [ -z "$mode" ]; then
  [ -z "$differs" ] || fail "what was restored is not what the manifest says:
$differs"
  grep -i warning "$work/said" | head -n 3 >&2
else
  head -n 100 "$work/said"
  [ -z "${loaded:-}" ] || echo "  the load did not end without an error: what it brought may not be all"
  [ "$mode" != table ] || differs=$(one_differs)
  printf '%s' "${differs:+$differs
}"
fi
done=yes
