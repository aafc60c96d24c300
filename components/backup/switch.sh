# Puts $TARGET in the place of $DATABASE, which is kept as $KEPT. When it fails, $DATABASE is as it was, and $TARGET gone.
trap 'rm -rf "$work"' EXIT
exchange "$DATABASE" "$TARGET" "$KEPT" && exit 0
{
  echo "The restored database could not be put in the place of $DATABASE:"
  grep . "$errors" 2>/dev/null | tail -n 3 | sed 's/^/  | /'
  echo "Database $DATABASE serves as before."
} >&2
drop "$TARGET" 2>/dev/null
exit 1
