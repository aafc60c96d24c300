# Pipes the session of standard input through psql in $CONTAINER, as the owner of the schema, and shows what it did.
# $LINES_OF tells where each file starts in it, so that an error names the file and its own line.
set -u
out=$(mktemp) && err=$(mktemp) || exit 1
trap 'rm -f "$out" "$err"' EXIT
docker exec -i "$CONTAINER" psql -X -U "$OWNER" -d "$DATABASE" -f - >"$out" 2>"$err"
code=$?
grep '^applying ' "$out"
if [ "$code" -eq 0 ] && grep -qxF "$COMPLETE" "$out"; then
  exit 0
fi
if [ "$code" -ne 0 ] && ! docker exec "$CONTAINER" true >/dev/null 2>&1; then
  echo "Docker does not answer, or the database's container $CONTAINER is gone: $(tail -n 1 "$err")" >&2
  echo "A file that was being applied is rolled back by the database. Mend the cause, then run 'pulumi up' again." >&2
  exit 1
fi
{
  failed=$(grep '^applying ' "$out" | tail -n 1 | cut -d' ' -f3-)
  if [ -n "$failed" ]; then
    echo "Migration $failed failed on database $DATABASE. It was rolled back; the files before it stay applied."
  else
    echo "Migrations of database $DATABASE were refused; none was run."
  fi
  LINES_OF="$LINES_OF" awk '
    BEGIN { n = split(ENVIRON["LINES_OF"], rows, "\n") }
    match($0, /^psql:<stdin>:[0-9]+: /) {
      line = substr($0, 14, RLENGTH - 15) + 0
      rest = substr($0, RLENGTH + 1)
      name = ""
      for (i = 1; i <= n; i++) { split(rows[i], row, " "); if (row[1] + 0 <= line) { name = substr(rows[i], length(row[1]) + 2); at = line - row[1] + 1 } }
      if (rest ~ /^ERROR: /) sub(/^ERROR: +/, "", rest)
      if (name != "" && "'"$failed"'" != "") printf "  %s line %d: %s\n", name, at, rest
      else printf "  %s\n", rest
      next
    }
    /^CONTEXT: / { next }
    { sub(/^(ERROR|DETAIL|HINT): +/, "&"); print "  " $0 }
  ' "$err"
  [ "$code" -eq 0 ] && echo "  the session ended before its last line"
  echo "The services still run the old release. Mend the file, then run 'pulumi up' again: it continues there."
} >&2
exit 1
