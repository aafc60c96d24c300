# Takes a backup of $DATABASE: a dump into a .partial file, read to its end, with a checksum and a manifest. $REASON and $RELEASE say what
# for. Its id is the last line of standard output. When it fails, nothing of it is left and the backups that were there are as before; exit
# code 75 means that it may work in a moment.
REASON=${REASON:-by hand}
started=$(date +%s)
id=$(date -u +%Y%m%d-%H%M%S)-$(head -c 2 /dev/urandom | od -An -tx1 | tr -d ' \n')
partial=$BACKUPS/$id.partial
file=$id.$ENDING
complete=
finish() {
  [ -n "$complete" ] || rm -f "$partial" "$BACKUPS/$id.json.new" "$BACKUPS/$file"
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 143' HUP INT TERM
fail() {
  {
    echo "Backup of database $DATABASE failed: $1"
    told
    echo "Nothing is kept of it; the $(ids | wc -l) earlier backups are as they were."
  } >&2
  exit "${2:-1}"
}

[ -w "$BACKUPS" ] || fail "$BACKUPS cannot be written by $(id -un): is the volume of backups mounted there?"
# What a killed backup left behind, once it is certain that it does not run any more.
find "$BACKUPS" -maxdepth 1 \( -name '*.partial' -o -name '*.json.new' -o -name '.[0-9]*' \) -mmin +1440 -exec rm -f {} +

server=$(version "$DATABASE" 2>"$errors") || fail "the server does not answer"
bytes=$(size "$DATABASE" 2>"$errors") || fail "its size could not be asked"
needed=$((bytes + bytes / 2))
free=$(free_in "$BACKUPS")
[ "$free" -ge "$needed" ] ||
  fail "$(mib "$free") MiB are free in $BACKUPS; $(mib "$needed") MiB are needed, 1.5 times the size of the database. Make room on the host, or keep fewer backups."

# Counts are a line a table, with a tab: they would be those of other tables, and no restore would agree with them.
odd=$(unspeakable "$DATABASE" 2>"$errors") || fail "the names of its tables could not be read"
[ -z "$odd" ] || fail "these tables have a tab or a line break in their names, which no manifest can hold: $(printf '%s' "$odd" | tr '\n' ' '). Rename them (ALTER TABLE … RENAME TO …)."

# The exchange of a restore has no whole database on either side for a moment.
[ ! -d "$BACKUPS/.exchange" ] || fail "a restore is exchanging databases, or one was interrupted while it did: npm run backups says which" 75
# A migration holds its lock while the backup before it is taken; at any other time, MySQL would dump a schema half-way.
[ "$REASON" = migration ] || ! migrating "$DATABASE" 2>"$errors" || fail "a migration is running. Take it again afterwards." 75
before=$(applied "$DATABASE" 2>"$errors") || fail "the ledger of migrations could not be read"
dump "$DATABASE" "$partial" || fail "it could not be dumped to the end"
after=$(applied "$DATABASE" 2>"$errors") || fail "the ledger of migrations could not be read"
[ "$before" = "$after" ] || fail "a migration ran at the same time. Take it again." 75
read_dump "$partial" "$work/counts" || fail "the dump is damaged: it cannot be read to its end"

head=$(printf '%s\n' "$after" | tail -n 1)
{
  cat <<MANIFEST
{
  "id": "$id",
  "format": 1,
  "database": "$(json "$DATABASE")",
  "engine": "$PRODUCT",
  "serverVersion": "$(json "$server")",
  "takenAt": "$(date -u -d "@$(taken "$id")" +%Y-%m-%dT%H:%M:%SZ)",
  "reason": "$(json "$REASON")",
  "release": $([ -n "${RELEASE:-}" ] && printf '"%s"' "$(json "$RELEASE")" || echo null),
  "migrationHead": $([ -n "$head" ] && printf '"%s"' "$(json "$head")" || echo null),
  "file": "$file",
  "bytes": $(wc -c <"$partial"),
  "sha256": "$(sha256sum "$partial" | cut -c 1-64)",
  "databaseBytes": $bytes,
  "seconds": $(($(date +%s) - started)),
  "pinned": false,
  "verifiedAt": null,
  "verifiedSeconds": null,
  "tables": {
MANIFEST
  awk -F "$TAB" '{ gsub(/[\\"]/, "\\\\&", $1); printf "%s    \"%s\": %s", separator, $1, $2; separator = ",\n" } END { if (NR) print "" }' "$work/counts"
  printf '  }\n}\n'
} >"$BACKUPS/$id.json.new" 2>"$errors" && [ "$(tail -n 1 "$BACKUPS/$id.json.new")" = "}" ] || fail "its manifest could not be written"
sync "$partial" "$BACKUPS/$id.json.new" && mv "$partial" "$BACKUPS/$file" && mv "$BACKUPS/$id.json.new" "$BACKUPS/$id.json" ||
  fail "it could not be put in its place"
complete=yes
sync "$BACKUPS"
echo "$id"
